import { beforeEach, describe, expect, test } from 'vitest'
import { requestMigration } from '../../src/commands/request-acts.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, deskIdentity, shownIn, workspace } from './desk.ts'

const asker = { workspace, user: 'U0ASKER', channel: 'C1', isStranger: false, door: 'typed' } as const
const answers = { needed: '2', self: 'no', expires: '24' }
let desk: Desk
let id: string

const ask = () =>
  requestMigration(
    { draft: aDraft(), spec: aSpec(), identity: deskIdentity, checks: passed, origin: asker },
    desk.tools,
  )

/** Opens a request under version 1, then damages version 2 of the policy. */
beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.types('roles give <@U0ASKER> operator')
  await desk.types('roles give <@U0LEAD> approver')
  await desk.types('approvals set', { answers: { ...answers, needed: '1' } })
  ;({ id } = await ask())
  // @ts-expect-error The record deliberately lacks nearly everything.
  await desk.tools.store.policies.set('000002', { version: 2 })
})

describe('while the newest approval policy cannot be read', () => {
  test('nobody can request or approve under an older one, which may be less strict', async () => {
    await expect(ask()).rejects.toMatchObject({ code: 'policy_unreadable' })
    expect((await desk.types(`approve ${id}`, { user: 'U0LEAD' })).code).toBe('policy_unreadable')
    expect((await desk.tools.store.requests.get(id))?.request.votes).toEqual([])
  })

  test('people are told what is wrong and how to repair it', async () => {
    const { reply } = await desk.types('approvals')
    const said = readable(shownIn(reply)).join('\n')
    expect(said).toContain('Ferry can’t read the newest approval policy (version 2)')
    expect(said).toContain('ENCRYPTION_KEYS')
    expect(typedBy(shownIn(reply))).toMatchObject({ 'Set a new one': 'approvals set', History: 'approvals history' })
    expect((await desk.reads('approvals history')).join('\n')).toContain('unreadable: version 2')
  })

  test('an admin can set a new one; the form says what it starts from, and the new policy takes effect', async () => {
    const form = (await desk.reads('approvals set')).join('\n')
    expect(form).toContain(
      'Ferry can’t read version 2. The answers below come from version 1, which may be less strict',
    )
    expect((await desk.types('approvals set', { answers, user: 'U0LEAD' })).code).toBe('not_allowed')
    expect((await desk.types('approvals set', { answers })).reply.type).toBe('form done')
    expect((await desk.reads('approvals')).join('\n')).toContain('Version 3')
    expect((await ask()).terms).toMatchObject({ policyVersion: 3, needed: 2 })
    expect((await desk.tools.store.policies.list()).unreadable).toEqual(['000002'])
    expect((await desk.reads('approvals set')).join('\n')).not.toContain('cannot be read')
  })
})
