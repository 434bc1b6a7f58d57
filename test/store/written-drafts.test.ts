import { expect, test } from 'vitest'
import { providers } from '../../src/providers/index.ts'
import { createCreator, makeCheckable } from '../commands/creator.ts'
import { createDesk, shownIn } from '../commands/desk.ts'
import { createManualClock } from '../manual-clock.ts'
import { readable } from '../views/readable.ts'
import { rememberWritten, writtenBy } from './written.ts'

const user = 'U0ENGINEER'

/** A desk that works with what a version left, a minute later. */
async function deskOver(version: string) {
  const dump = writtenBy(version)
  const desk = await createDesk(createManualClock(dump.writtenAt + 60_000))
  const store = await rememberWritten(dump, desk.clock)
  Object.assign(desk.tools, { store: store.in('T0LOCAL'), claim: store.claim, providers })
  // The stored policy of one version lets only this group request.
  desk.groups.set('S0LEADS', [user])
  desk.admins.add(user)
  makeCheckable(desk)
  return desk
}

test.each(['448b9c7', 'ab48649'])('a form that %s left unsent opens with its checks, and goes on', async (version) => {
  const desk = await deskOver(version)
  const engineer = createCreator(desk, user)
  const lines = (await engineer.opens()).join('\n')
  expect(lines).toContain('You did not send this form: *scans → archive*')
  expect(lines).toContain('scans opens with its key')
  await engineer.presses('Change destination')
  await engineer.sends({ 'target.bucket': 'attic' })
  await engineer.sends()
  const { items } = await desk.tools.store.requests.list()
  expect(items.map(({ request }) => request.spec.target.bucket)).toContain('attic')
  expect((await engineer.opens()).join('\n')).not.toContain('You did not send')
})

test('a form that 070c658 sent is not sent again, and is not in the way of a new one', async () => {
  const desk = await deskOver('070c658')
  const [draft] = (await desk.tools.store.drafts.list()).items
  expect(draft?.request).toBe('r-a58f15')
  const page = `create --draft ${draft?.id} --step summary`
  const { reply } = await desk.types(page, { user, answers: {}, asked: [] })
  expect(readable(shownIn(reply)).join('\n')).toContain('This was already requested as `r-a58f15`')
  expect((await createCreator(desk, user).opens()).join('\n')).not.toContain('You did not send')
})
