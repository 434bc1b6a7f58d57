import { expect, test } from 'vitest'
import { createPostOffice } from '../send/post-office.ts'

// Slack takes 300 posts a minute from an app in a workspace, whichever process makes them.
test('a process that takes a workspace over counts what the one before has sent', async () => {
  const office = createPostOffice()
  const watches = await Promise.all(Array.from({ length: 300 }, (_, index) => office.watch(`${index}`, `C${index}`)))
  for (const watch of watches) await office.decide(watch, {})
  const first = office.open()
  await first.sweep()
  await office.clock.advance(40_000)
  await first.stop()
  const before = office.slack.calls.length
  expect(before).toBeGreaterThan(260)

  const late = await office.watch('late', 'C999')
  await office.decide(late, { says: [{ lane: 'end', text: 'over' }] })
  for (const watch of watches.slice(0, 60)) await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
  const second = office.open()
  second.remember('T1', office.threads().channels.all())
  await second.sweep()
  await office.clock.advance(15_000)
  const posts = office.slack.calls.filter(({ call }) => call.startsWith('post'))
  const lastMinute = posts.filter(({ at }) => at > office.clock.now() - 60_000)
  expect(lastMinute.length).toBeLessThanOrEqual(300)
  await office.clock.advance(120_000)
  expect(office.slack.messages.filter(({ text }) => text === 'over')).toHaveLength(61)
  await second.stop()
})
