import { expect, test } from 'vitest'
import { requestMigration } from '../../src/commands/request-acts.ts'
import { aDraft, aSpec, warned } from '../approvals/samples.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, deskIdentity as identity, shownIn, workspace } from './desk.ts'

const asker = { workspace, user: 'U0ASKER', channel: 'C1', isStranger: false, door: 'typed' } as const
const lead = { user: 'U0LEAD' }

// A tap must not start what overwrites another migration's objects.
test('an approval beside a warning takes one more tap that names it, however somebody approves', async () => {
  const desk = await createDesk()
  await desk.addAccount()
  for (const name of ['U0ASKER', 'U0LEAD']) await desk.types(`roles give <@${name}> approver`)
  const order = { draft: aDraft(), spec: aSpec(), identity, checks: warned, origin: asker }
  const { id } = await requestMigration(order, desk.tools)
  const request = async () => (await desk.tools.store.requests.get(id))?.request
  const warning = 'Another migration writes the same objects'
  const { reply: said } = await desk.types(`approve ${id} fine by me`, lead)
  expect(readable(shownIn(said)).join('\n')).toContain(
    `*Not approved yet.* Before you approve \`${id}\`:\n:warning: ${warning}`,
  )
  await desk.types(`review ${id}`, { ...lead, answers: { decision: 'approve' } })
  await desk.types(`approve ${id} --warned 00000000`, lead)
  expect((await request())?.status.type).toBe('waiting')
  const { 'Approve anyway': anyway = '' } = typedBy(shownIn(said))
  await desk.types(anyway, lead)
  const { votes, status } = (await request()) ?? {}
  expect([status?.type, votes?.[0]?.reason]).toEqual(['approved', 'fine by me'])
})
