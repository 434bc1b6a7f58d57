import { expect, test } from 'vitest'
import type { Threads } from '../../src/send/thread/threads.ts'
import { createPostOffice, shown } from './post-office.ts'

test('an end that is decided while older news is being read does not wait behind the edits that are held back', async () => {
  const office = createPostOffice()
  const watches = await Promise.all(Array.from({ length: 50 }, (_, index) => office.watch(`m${index}`, `C${index}`)))
  const [, first] = watches
  if (first === undefined) throw new Error('There are fifty')
  const slow = slowToRead(office.threads(), first.id)
  const delivery = office.open({ threadsOf: () => slow.threads })
  for (const watch of watches) await office.decide(watch, { card: 'a' })
  await delivery.sweep()
  await office.clock.advance(2000)
  for (const watch of watches) {
    if (watch === first) continue
    await office.decide(watch, { card: 'b' })
    delivery.nudge('T1', watch.id)
  }
  await office.clock.advance(2000)
  await office.decide(first, { card: 'b' })
  const reading = slow.holdNext()
  delivery.nudge('T1', first.id)
  const answer = await reading
  await office.decide(first, { card: 'c', says: [{ lane: 'end', text: 'over' }] })
  delivery.nudge('T1', first.id)
  answer()
  await office.clock.advance(1000)
  expect(shown(office.slack, 'C1')).toContain('>> over')
  await delivery.stop()
})

/** Reads what it was asked for, and may keep the answer to itself for a while. */
function slowToRead(threads: Threads, id: string) {
  let held: ((answer: () => void) => void) | undefined
  const read: Threads['read'] = async (key) => {
    const records = await threads.read(key)
    const hold = key === id ? held : undefined
    if (hold === undefined) return records
    held = undefined
    const { promise, resolve } = Promise.withResolvers<void>()
    hold(resolve)
    await promise
    return records
  }
  return {
    threads: { ...threads, read },
    /** Resolves when it has read, to what lets it answer. */
    holdNext: () =>
      new Promise<() => void>((resolve) => {
        held = resolve
      }),
  }
}
