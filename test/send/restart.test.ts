import { expect, test } from 'vitest'
import { createPostOffice, type PostOffice } from './post-office.ts'

const secondMs = 1000

/** A process that leads the workspace after another one, and counts what that has asked Slack for. */
function afterwards(office: PostOffice) {
  const delivery = office.open()
  delivery.remember('T1', office.threads().channels.all())
  return delivery
}

function updates({ slack, clock }: PostOffice, since: number): number[] {
  return slack.calls.flatMap(({ call, at }) => (call.startsWith('update') && at > since ? [clock.now() - at] : []))
}

test('edits of the last minute count after a restart', async () => {
  const office = createPostOffice()
  const watches = await Promise.all(Array.from({ length: 6 }, (_, index) => office.watch(`m${index}`, `C${index}`)))
  for (const watch of watches) await office.decide(watch, {})
  const first = office.open()
  await first.sweep()
  await office.clock.advance(120 * secondMs)
  for (const watch of watches) await office.decide(watch, { card: 'paused' })
  for (const { id } of watches.slice(0, 5)) first.nudge('T1', id, { urgency: 'state' })
  await office.clock.advance(100)
  await first.stop()
  const restartedAt = office.clock.now()
  expect(updates(office, 0)).toHaveLength(5)
  const next = afterwards(office)
  next.nudge('T1', 'prod-hw/m5@C5', { urgency: 'state' })
  await office.clock.advance(secondMs)
  expect(updates(office, restartedAt)).toEqual([])
  await office.clock.advance(secondMs)
  expect(updates(office, restartedAt)).toHaveLength(1)
  await next.stop()
})

test('a post that was begun and whose answer is lost counts after a restart, and so does the page that it is looked for in', async () => {
  const office = createPostOffice()
  const watch = await office.watch()
  await office.decide(watch, {})
  office.slack.faults.push({ method: 'post', fault: 'lose after' })
  const first = office.open()
  await first.sweep()
  await office.clock.advance(20 * secondMs)
  await first.stop()
  const { spent, begun } = office.threads().channels.of('C1')
  expect(begun).toEqual({})
  expect(spent?.find).toHaveLength(1)
})

test('what was asked over a minute ago is kept no longer', async () => {
  const office = createPostOffice()
  const watch = await office.watch()
  await office.decide(watch, {})
  const delivery = office.open()
  await delivery.sweep()
  await office.clock.advance(90 * secondMs)
  await office.decide(watch, { card: 'paused' })
  delivery.nudge('T1', watch.id, { urgency: 'state' })
  await office.clock.advance(secondMs)
  const { spent } = office.threads().channels.of('C1')
  expect(spent).toEqual({ update: [office.clock.now() - secondMs] })
  await delivery.stop()
})

test('an urgent edit that Slack refuses is as urgent when it is tried again', async () => {
  const office = createPostOffice()
  const watches = await Promise.all(Array.from({ length: 20 }, (_, index) => office.watch(`m${index}`, `C${index}`)))
  for (const watch of watches) await office.decide(watch, {})
  const delivery = office.open()
  await delivery.sweep()
  await office.clock.advance(120 * secondMs)
  for (const watch of watches) await office.decide(watch, { card: 'figures' })
  for (const { id } of watches.slice(0, 19)) delivery.nudge('T1', id)
  await office.clock.advance(secondMs)
  office.slack.faults.push({ method: 'update', fault: { retryAfterMs: 2 * secondMs } })
  delivery.nudge('T1', 'prod-hw/m19@C19', { urgency: 'state' })
  await office.clock.advance(3 * secondMs)
  expect(office.slack.messages.find(({ channel }) => channel === 'C19')?.text).toBe('figures')
  await delivery.stop()
})
