import { expect, test } from 'vitest'
import type { Store, WorkspaceStore } from '../../src/store/store.ts'
import { createPostOffice, shown } from './post-office.ts'

test('an end that is decided while older news is being read does not wait behind the edits that are held back', async () => {
  const office = createPostOffice()
  const watches = await Promise.all(Array.from({ length: 50 }, (_, index) => office.watch(`m${index}`, `C${index}`)))
  const [, first] = watches
  if (first === undefined) throw new Error('There are fifty')
  const slow = slowToRead(office.store, first.id)
  const delivery = office.open({ store: slow.store })
  for (const watch of watches) await office.decide(watch, { card: 'a' })
  await delivery.sweep()
  await office.clock.advance(2000)
  for (const watch of watches) if (watch !== first) await office.decide(watch, { card: 'b' })
  await delivery.sweep()
  await office.clock.advance(2000)
  await office.decide(first, { card: 'b' })
  const reading = slow.holdNext()
  delivery.nudge('T1', first.id)
  const answer = await reading
  await office.decide(first, { card: 'c', says: [{ lane: 'end', text: 'over' }] })
  delivery.nudge('T1', first.id)
  answer()
  await office.clock.advance(1000)
  expect(shown(office.slack)).toContain('>> over')
  await delivery.stop()
})

/** Reads what it was asked for, and may keep the answer to itself for a while. */
function slowToRead(store: Store, id: string) {
  let held: ((answer: () => void) => void) | undefined
  const slowly = (workspace: string): WorkspaceStore => {
    const inner = store.in(workspace)
    const get: typeof inner.sightings.get = async (key) => {
      const read = await inner.sightings.get(key)
      const hold = key === id ? held : undefined
      if (hold === undefined) return read
      held = undefined
      const { promise, resolve } = Promise.withResolvers<void>()
      hold(resolve)
      await promise
      return read
    }
    return { ...inner, sightings: { ...inner.sightings, get } }
  }
  return {
    store: { ...store, in: slowly },
    /** Resolves when it has read, to what lets it answer. */
    holdNext: () =>
      new Promise<() => void>((resolve) => {
        held = resolve
      }),
  }
}
