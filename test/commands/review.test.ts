import { expect, test } from 'vitest'
import { requestMigration } from '../../src/commands/request-acts.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { createDesk, deskIdentity as identity, workspace } from './desk.ts'

const asker = { workspace, user: 'U0ASKER', channel: 'C1', isStranger: false, door: 'typed' } as const
const lead = { user: 'U0LEAD' }

test('a review warns that the account was replaced, as approving does, and offers no approval', async () => {
  const desk = await createDesk()
  await desk.addAccount()
  await desk.types('roles give <@U0ASKER> approver')
  await desk.types('roles give <@U0LEAD> approver prod-hw')
  const { id } = await requestMigration(
    { draft: aDraft(), spec: aSpec(), identity, checks: passed, bytes: 1e9, origin: asker },
    desk.tools,
  )
  const before = (await desk.reads(`review ${id}`, lead)).join('\n')
  expect(before).not.toContain('reconnected')
  const account = await desk.tools.store.accounts.get('prod-hw')
  if (account === undefined) throw new Error('It is gone')
  await desk.tools.store.accounts.set('prod-hw', {
    ...account,
    credentials: { ...account.credentials, projectId: 'fedcba9876543210fedcba9876543210' },
  })
  const { reply } = await desk.types(`review ${id}`, lead)
  expect(JSON.stringify(reply)).toContain('was reconnected after this was requested')
  expect(JSON.stringify(reply)).not.toContain('"value":"approve"')
  expect(JSON.stringify(reply)).toContain('"value":"reject"')
})
