import { expect, test } from 'vitest'
import { createRandom } from '../../playground/cloud/random.ts'
import { createBench } from './lane-bench.ts'

test('45 edits of figures a minute in a workspace whatever the channels, evenly', async () => {
  const { clock, made, call } = createBench()
  for (let index = 0; index < 300; index += 1) call('edit', { method: 'update', channel: `C${index}` })
  await clock.advance(240_000)
  const times = timesOf(made)
  expect(longestPause(times)).toBeLessThan(1.4)
  expect(mostInAMinute(times)).toBe(45)
  expect(times.length).toBeGreaterThan(175)
})

test('five edits for changed states and touched cards at once, however long figures have moved', async () => {
  const { clock, made, call } = createBench()
  for (let index = 0; index < 400; index += 1) call('figures', { method: 'update' })
  for (let second = 30; second <= 180; second += 30) {
    await clock.advance(30_000)
    for (const one of ['a', 'b', 'c', 'd', 'e'])
      call(`state ${one} at ${second}`, { method: 'update', urgency: 'state' })
  }
  await clock.advance(30_000)
  const waits = waitsIn(made)
  expect(waits).toHaveLength(30)
  expect(Math.max(...waits)).toBeLessThan(1.4)
  expect(mostInAMinute(timesOf(made))).toBeLessThanOrEqual(50)
})

test('edits never pause for more than 2.5 seconds, and no urgent one waits for long, whenever states change', async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { clock, made, call } = createBench()
    const random = createRandom(seed)
    for (let index = 0; index < 1000; index += 1) call('figures', { method: 'update' })
    // In 0.1 s, so often that there are about 12 in a minute, sometimes several at a time.
    for (let tenth = 1; tenth < 3000; tenth += 1) {
      await clock.advance(100)
      if (random() < 0.02) call(`state at ${tenth / 10}`, { method: 'update', urgency: 'state' })
    }
    await clock.advance(10_000)
    const times = timesOf(made)
    expect(longestPause(times)).toBeLessThan(2.5)
    expect(mostInAMinute(times)).toBeLessThanOrEqual(50)
    expect(Math.max(...waitsIn(made))).toBeLessThan(3)
  }
})

test('more urgent edits than a minute takes go one after the other, before all figures', async () => {
  const { clock, made, call } = createBench()
  for (let index = 0; index < 100; index += 1) call('figures', { method: 'update' })
  for (let index = 0; index < 80; index += 1) call('group', { method: 'update', urgency: 'card' })
  await clock.advance(120_000)
  expect(made.filter((one) => one.startsWith('group'))).toHaveLength(80)
  expect(made.slice(0, 80).filter((one) => one.startsWith('figures')).length).toBeLessThanOrEqual(1)
  expect(mostInAMinute(timesOf(made))).toBeLessThanOrEqual(50)
  expect(longestPause(timesOf(made))).toBeLessThan(2.5)
})

/** The seconds in which calls were made. */
function timesOf(made: readonly string[]): number[] {
  return made.map((one) => Number(one.split(' ').at(-1)))
}

/** How long calls waited that have in their name when they came: `state a at 30`. */
function waitsIn(made: readonly string[]): number[] {
  return made.flatMap((one) => {
    const [, asked, at] = / at (\S+) (\S+)$/.exec(one) ?? []
    return asked === undefined ? [] : [Number(at) - Number(asked)]
  })
}

function longestPause(times: readonly number[]): number {
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)))
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 60).length))
}
