import { expect, test } from 'vitest'
import { createStops } from '../../src/operate/stops.ts'
import { createManualClock } from '../manual-clock.ts'

function createSetting() {
  const clock = createManualClock()
  const done: string[] = []
  const note = (details: object) => void done.push(`log: ${'what' in details ? details.what : ''}`)
  const stops = createStops({ clock, log: { info: note, error: note } })
  return { clock, done, stops, does: (what: string) => () => void done.push(what) }
}

test('the part that started last stops first, after all parts were told and the grace period has passed', async () => {
  const { clock, done, stops, does } = createSetting()
  stops.announceWith(does('announced'))
  stops.add('store', does('store'))
  stops.add('server', does('server'))
  stops.ending.addEventListener('abort', does('ending'))
  const stopped = stops.run({ graceMs: 5000 })
  await clock.advance(4999)
  expect(done).toEqual(['announced'])
  await clock.advance(1)
  await stopped
  expect(done).toEqual(['announced', 'ending', 'server', 'store'])
})

test('a part that does not stop is named and left behind, and the others still stop', async () => {
  const { clock, done, stops, does } = createSetting()
  stops.add('store', does('store'))
  stops.add('delivery', () => new Promise(() => {}))
  stops.add('polling', () => new Promise(() => {}))
  const startedAt = clock.now()
  await clock.passUntil(stops.run())
  expect(done).toEqual(['log: polling', 'log: delivery', 'store'])
  // Together with the longest usual grace, this is well below a supervisor's patience.
  expect(clock.now() - startedAt).toBeLessThan(25_000)
})

test('a part that fails to stop is named, and the others still stop', async () => {
  const { done, stops, does } = createSetting()
  stops.add('store', does('store'))
  stops.add('delivery', () => Promise.reject(new Error('no')))
  stops.add('polling', () => {
    throw new Error('no')
  })
  await stops.run()
  expect(done).toEqual(['log: polling', 'log: delivery', 'store'])
})
