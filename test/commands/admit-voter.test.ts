import { beforeEach, describe, expect, test } from 'vitest'
import { changeMigrationRequest, requestMigration } from '../../src/commands/request-acts.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { createDesk, type Desk, deskIdentity, workspace } from './desk.ts'

const asker = { workspace, user: 'U0ASKER', channel: 'C1', isStranger: false, door: 'typed' } as const
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.types('roles give <@U0ASKER> approver')
  await desk.types('roles give <@U0LEAD> approver prod-hw')
  await desk.types('roles give <@U0OP> operator')
  await desk.types('approvals set', { answers: { needed: '2', self: 'no', expires: '24', onCallPerson: 'U0OP' } })
})

describe('before a form asks for a reason', () => {
  const alone = 'approve ID --break-glass'

  test.each([
    [
      'approving alone by somebody who is not on call',
      { text: alone, user: 'U0LEAD', reason: 'Only the people the approval policy lists as on call' },
    ],
    ['approving one’s own alone', { text: alone, user: 'U0ASKER', reason: 'your own request' }],
    ['approving alone what was changed', { text: `${alone} --hash 0000`, user: 'U0OP', reason: 'changed since' }],
    ['rejecting one’s own', { text: 'reject ID', user: 'U0ASKER', reason: 'your own request' }],
    ['rejecting what was changed', { text: 'reject ID --hash 0000', user: 'U0LEAD', reason: 'changed since' }],
  ])('%s is refused with the reason, and the audit records it', async (_, { text, user, reason }) => {
    const { id } = await ask()
    expect((await desk.reads(text.replace('ID', id), { user }))[0]).toContain(reason)
    const entries = []
    for await (const entry of desk.tools.store.audit.newestFirst()) entries.push(entry)
    expect(entries[0]).toMatchObject({ user, subject: id, outcome: 'refused', code: 'request_refused' })
  })

  test('the person on call gets the form for the reason, even if the content is new to them', async () => {
    const { id } = await ask()
    const spec = aSpec({ target: { bucket: 'elsewhere' } })
    await changeMigrationRequest(id, { spec, identity: deskIdentity, checks: passed, origin: asker }, desk.tools)
    expect((await desk.types(alone.replace('ID', id), { user: 'U0OP' })).reply.type).toBe('form')
  })
})

function ask() {
  return requestMigration(
    { draft: aDraft(), spec: aSpec(), identity: deskIdentity, checks: passed, bytes: 1e9, origin: asker },
    desk.tools,
  )
}
