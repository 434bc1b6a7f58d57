import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { namespaceOf, storedKey } from '../../src/store/namespace.ts'
import { createRound, denied, type Round, unreachable } from './round.ts'
import { inState, said } from './samples.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

function change(round: Round, id: string, state: Migration['state']): void {
  round.cloud.add(inState(state, { id }))
}

describe('a tick', () => {
  test('costs one listing for any number of moving migrations, and one call for each that left the list', async () => {
    const round = await createRound()
    for (let index = 0; index < 200; index += 1) await round.watch(`m${index}`)
    expect(await round.tick()).toEqual(['listActive prod-hw'])
    for (const id of ['m3', 'm7', 'm9']) change(round, id, 'succeeded')
    expect(await round.tick()).toEqual(['listActive prod-hw', 'show prod-hw/m3', 'show prod-hw/m7', 'show prod-hw/m9'])
    expect(await round.tick()).toEqual(['listActive prod-hw'])
  })

  test('asks once for a migration that several channels watch, and tells each of them', async () => {
    const round = await createRound()
    const watches = await Promise.all(['C1', 'C2', 'C3'].map((channel) => round.watch('1912', channel)))
    await round.tick()
    change(round, '1912', 'failed')
    round.isDelivering = false
    expect(await round.tick()).toEqual(['listActive prod-hw', 'show prod-hw/1912'])
    for (const watch of watches) expect(said(await round.sighting(watch))).toEqual([expect.stringMatching(/^end/)])
  })

  test('asks for what left the list in its order, three at a time and never more', async () => {
    const round = await createRound()
    const ids = Array.from({ length: 9 }, (_, index) => `m${index}`)
    for (const id of ids) await round.watch(id)
    await round.tick()
    for (const id of ids) change(round, id, 'succeeded')
    const { show } = round.connection
    const waiting: (() => void)[] = []
    let most = 0
    round.connection.show = async (target, options) => {
      await new Promise<void>((resolve) => (most = Math.max(most, waiting.push(resolve))))
      return show(target, options)
    }
    const tick = round.tick()
    await round.clock.settle()
    while (waiting.length > 0) {
      expect(waiting.length).toBeLessThanOrEqual(3)
      waiting.shift()?.()
      await round.clock.settle()
    }
    expect(await tick).toEqual(['listActive prod-hw', ...ids.map((id) => `show prod-hw/${id}`)])
    expect(most).toBe(3)
  })

  test('asks nothing where nothing is watched', async () => {
    const round = await createRound()
    expect(await round.tick()).toEqual([])
  })

  test('nudges delivery only for what changed', async () => {
    const round = await createRound()
    await round.watch('a')
    const b = await round.watch('b')
    await round.tick()
    round.nudged.length = 0
    change(round, 'b', 'paused')
    await round.tick()
    expect(round.nudged).toEqual([b.id])
  })
})

describe('what is at rest', () => {
  test.each(['paused', 'failed'] as const)('%s: is left alone for 15 minutes between two looks', async (state) => {
    const round = await createRound()
    await round.watch('1912')
    change(round, '1912', state)
    const callsByMinute: string[][] = []
    for (let minute = 0; minute <= 31; minute += 1) {
      callsByMinute.push(await round.tick())
      await round.clock.advance(minuteMs)
    }
    const asked = callsByMinute.flatMap((calls, minute) => (calls.includes('show prod-hw/1912') ? [minute] : []))
    expect(asked).toEqual([0, 15, 30])
  })

  test('is found at once when it moves again, because it is in the list then', async () => {
    const round = await createRound()
    const watch = await round.watch('1912')
    change(round, '1912', 'paused')
    await round.tick()
    change(round, '1912', 'running')
    round.isDelivering = false
    expect(await round.tick()).toEqual(['listActive prod-hw'])
    expect(said(await round.sighting(watch))).toEqual([expect.stringMatching(/Started again/)])
  })

  test('keeps its card when the account cannot be read: nobody would have asked for it', async () => {
    const round = await createRound()
    const watch = await round.watch('1912')
    change(round, '1912', 'paused')
    await round.tick()
    const before = await round.sighting(watch)
    round.cloud.breaks('prod-hw', 'listActive', { error: denied() })
    await round.tick()
    expect(await round.sighting(watch)).toEqual(before)
  })
})

describe('a watch ends with its migration', () => {
  test.each(['succeeded', 'cancelled', 'deleted'] as const)('%s: but only when all is delivered', async (state) => {
    const round = await createRound()
    const watch = await round.watch('1912')
    await round.tick()
    change(round, '1912', state)
    round.isDelivering = false
    for (let count = 0; count < 3; count += 1) await round.tick()
    expect(await round.workspace.watches.get(watch.id)).toBeDefined()
    round.isDelivering = true
    await round.tick()
    await round.tick()
    const { watches, sightings, receipts } = round.workspace
    expect(await Promise.all([watches.get(watch.id), sightings.get(watch.id), receipts.get(watch.id)])).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('a failed one is kept for a week, because it can be restarted', async () => {
    const round = await createRound()
    const watch = await round.watch('1912')
    change(round, '1912', 'failed')
    await round.tick()
    await round.clock.advance(6 * dayMs)
    for (let count = 0; count < 3; count += 1) await round.tick()
    expect(await round.workspace.watches.get(watch.id)).toBeDefined()
    await round.clock.advance(1 * dayMs + minuteMs)
    for (let count = 0; count < 3; count += 1) await round.tick()
    expect(await round.workspace.watches.get(watch.id)).toBeUndefined()
  })

  test('a migration that is gone from the cloud is told as deleted, with its last figures', async () => {
    const round = await createRound()
    const watch = await round.watch('1912')
    await round.tick()
    round.cloud.remove('prod-hw/1912')
    round.isDelivering = false
    await round.tick()
    const sighting = await round.sighting(watch)
    expect(sighting?.migration).toMatchObject({ state: 'deleted', progress: { bytes: { done: 500_000_000 } } })
    expect(said(sighting)).toEqual([expect.stringMatching(/^end broadcast: Deleted/)])
  })
})

describe('trouble', () => {
  test('with one migration does not stop the others', async () => {
    const round = await createRound()
    const watches = await Promise.all(['a', 'b', 'c'].map((id) => round.watch(id)))
    await round.tick()
    for (const id of ['a', 'b', 'c']) change(round, id, 'failed')
    round.cloud.breaks('prod-hw/b', 'show', { error: unreachable() })
    round.isDelivering = false
    expect(await round.tick()).toEqual(['listActive prod-hw', 'show prod-hw/a', 'show prod-hw/b', 'show prod-hw/c'])
    const states = await Promise.all(watches.map(async (watch) => (await round.sighting(watch))?.migration?.state))
    expect(states).toEqual(['failed', 'running', 'failed'])
    expect(round.ticks.at(-1)).toMatchObject({ accounts: 1, watches: 3, troubled: 0 })
  })

  test('with one stored record does not stop the others, and leaves the record as it is', async () => {
    const round = await createRound()
    const broken = await round.watch('a')
    const fine = await round.watch('b')
    const nonsense = 'this is no sighting'
    await round.backend.set(storedKey(namespaceOf('T1', 'sightings'), broken.id), nonsense)
    await round.tick()
    expect(await round.sighting(fine)).toBeDefined()
    expect(await round.backend.get(storedKey(namespaceOf('T1', 'sightings'), broken.id))).toBe(nonsense)
    expect(round.logged).toEqual(['A watch cannot be followed'])
  })

  test.each([
    ['refused keys', denied()],
    ['a limit', new AppError('provider_throttled', { retryAfterMs: 5000 })],
  ])('in the middle of a round, %s: what was read before it stays read', async (_, error) => {
    const round = await createRound()
    const ids = ['a', 'b', 'c', 'd', 'e']
    const watches = await Promise.all(ids.map((id) => round.watch(id)))
    await round.tick()
    for (const id of ids) change(round, id, 'failed')
    round.cloud.breaks('prod-hw/b', 'show', { error: error })
    round.isDelivering = false
    expect(await round.tick()).toEqual(['listActive prod-hw', 'show prod-hw/a', 'show prod-hw/b', 'show prod-hw/c'])
    const seen = await Promise.all(watches.map(round.sighting))
    const failed = expect.stringMatching(/^end broadcast: Failed/)
    expect(seen.map(said)).toEqual([[failed], [], [failed], [], []])
    const { code } = error
    expect(seen.map((sighting) => sighting?.trouble?.code)).toEqual([undefined, code, undefined, code, code])
  })

  test('an account that was removed is told on the card at once, and asked nothing', async () => {
    const round = await createRound()
    const watch = await round.watch('1912')
    await round.tick()
    await round.workspace.accounts.delete('prod-hw')
    expect(await round.tick()).toEqual([])
    expect(JSON.stringify((await round.sighting(watch))?.card)).toContain('There is no account named')
    expect(round.ticks.at(-1)?.troubled).toBe(1)
  })

  test('ends with the next good reading', async () => {
    const round = await createRound()
    const watch = await round.watch('1912')
    await round.tick()
    round.cloud.breaks('prod-hw', 'listActive', { error: unreachable() })
    for (let count = 0; count < 4; count += 1) await round.tick()
    expect(JSON.stringify((await round.sighting(watch))?.card)).toContain('These figures are out of date')
    round.cloud.mends()
    await round.tick()
    expect(JSON.stringify((await round.sighting(watch))?.card)).not.toContain('These figures are out of date')
  })
})

test('what an earlier watch of the same name left behind is not taken for the new one’s', async () => {
  const round = await createRound()
  const old = await round.watch('1912')
  await round.tick()
  change(round, '1912', 'failed')
  await round.tick()
  const made = { ...old, createdAt: old.createdAt + 1000 }
  await round.workspace.watches.set(made.id, made)
  change(round, '1912', 'running')
  round.isDelivering = false
  await round.tick()
  expect(said(await round.sighting(made))).toEqual([])
  change(round, '1912', 'failed')
  await round.tick()
  expect((await round.sighting(made))?.outbox.map(({ seq }) => seq)).toEqual([made.createdAt])
})
