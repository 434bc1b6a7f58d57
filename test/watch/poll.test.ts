import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { createRound, type Round } from './round.ts'
import { inState } from './samples.ts'

const minuteMs = 60_000

describe('lookNow', () => {
  test('asks even for what is at rest', async () => {
    const round = await createRound()
    await round.watch('1912')
    round.cloud.add(inState('paused'))
    await round.tick()
    const before = round.cloud.calls.length
    round.poller.lookNow('T1', 'prod-hw', '1912')
    await round.clock.advance(0)
    expect(round.cloud.calls.slice(before)).toEqual(['listActive prod-hw', 'show prod-hw/1912'])
  })

  test('is not lost while a read runs: it is done right after, all that was asked for in one go', async () => {
    const round = await createRound()
    for (const id of ['a', 'b']) await round.watch(id)
    await round.tick()
    for (const id of ['a', 'b']) round.cloud.add(inState('paused', { id }))
    await round.tick()
    const before = round.cloud.calls.length
    const open = round.cloud.holds('prod-hw', 'listActive')
    const tick = round.poller.tick()
    await round.clock.advance(0)
    for (const id of ['a', 'b', 'a']) round.poller.lookNow('T1', 'prod-hw', id)
    open()
    await tick
    await round.clock.advance(0)
    expect(round.cloud.calls.slice(before)).toEqual([
      'listActive prod-hw',
      'listActive prod-hw',
      'show prod-hw/a',
      'show prod-hw/b',
    ])
  })

  test('is not lost while another replica reads', async () => {
    const round = await createRound()
    await round.watch('1912')
    round.cloud.add(inState('paused'))
    await round.tick()
    const lease = await round.store.claim('poll:T1:prod-hw', minuteMs)
    const before = round.cloud.calls.length
    round.poller.lookNow('T1', 'prod-hw', '1912')
    await round.clock.advance(5000)
    expect(round.cloud.calls.slice(before)).toEqual([])
    await lease?.release()
    await round.clock.advance(1000)
    expect(round.cloud.calls.slice(before)).toEqual(['listActive prod-hw', 'show prod-hw/1912'])
  })

  test('reads an account without watches too, at no cost', async () => {
    const round = await createRound()
    round.poller.lookNow('T1', 'prod-hw', '1912')
    await round.clock.advance(0)
    expect(round.cloud.calls).toEqual([])
  })
})

describe('replicas', () => {
  test('leave an account alone while another one reads it', async () => {
    const round = await createRound()
    await round.watch('1912')
    const other = round.addPoller()
    const open = round.cloud.holds('prod-hw', 'listActive')
    const tick = round.poller.tick()
    await round.clock.advance(0)
    await other.tick()
    expect(round.cloud.calls).toEqual(['listActive prod-hw'])
    open()
    await tick
  })

  test('take over from one that died while reading, after its lease', async () => {
    const round = await createRound()
    await round.watch('1912')
    await round.store.claim('poll:T1:prod-hw', minuteMs)
    expect(await round.tick()).toEqual([])
    await round.clock.advance(minuteMs)
    expect(await round.tick()).toEqual(['listActive prod-hw'])
  })

  test('a read that takes longer than its lease is cut off and writes nothing', async () => {
    const round = await createRound()
    const watch = await round.watch('1912')
    const open = round.cloud.holds('prod-hw', 'listActive')
    const tick = round.poller.tick()
    await round.clock.advance(55_000)
    open()
    await tick
    expect(await round.sighting(watch)).toBeUndefined()
    expect(round.logged).toEqual(['Reading took too long and was cut off'])
  })
})

describe('stop', () => {
  test('cuts a read off without writing trouble, and reads nothing more', async () => {
    const round = await createRound()
    const watch = await round.watch('1912')
    const open = round.cloud.holds('prod-hw', 'listActive')
    const tick = round.poller.tick()
    await round.clock.advance(0)
    round.poller.lookNow('T1', 'prod-hw', '1912')
    const stopped = round.poller.stop()
    open()
    await Promise.all([tick, stopped])
    round.poller.lookNow('T1', 'prod-hw')
    await round.poller.tick()
    expect(round.cloud.calls).toEqual(['listActive prod-hw'])
    expect(await round.sighting(watch)).toBeUndefined()
    expect(round.logged).toEqual([])
    expect(round.clock.sleepers()).toBe(0)
  })

  test('gives its lease back', async () => {
    const round = await createRound()
    await round.watch('1912')
    await round.tick()
    await round.poller.stop()
    expect(await round.store.claim('poll:T1:prod-hw', 1)).toBeDefined()
  })
})

describe('a tick never rejects', () => {
  const down = async () => {
    throw new AppError('store_unavailable', { reason: 'test' })
  }

  test.each<[string, (round: Round) => void]>([
    ['workspaces', ({ store }) => Object.assign(store, { workspaces: down })],
    ['claims', ({ store }) => Object.assign(store, { claim: down })],
    ['watches', ({ workspace }) => Object.assign(workspace.watches, { list: down })],
    ['accounts', ({ workspace }) => Object.assign(workspace.accounts, { get: down })],
    ['sightings', ({ workspace }) => Object.assign(workspace.sightings, { getMany: down })],
    ['sightings, written', ({ workspace }) => Object.assign(workspace.sightings, { set: down })],
    ['receipts', ({ workspace }) => Object.assign(workspace.receipts, { getMany: down, set: down })],
  ])('with a store that fails: %s', async (_, fail) => {
    const round = await createRound()
    await round.watch('1912')
    fail(round)
    await expect(round.poller.tick()).resolves.toBeUndefined()
    expect(round.poller.lastTickAt()).toBe(round.clock.now())
    expect(round.logged.length).toBeGreaterThan(0)
  })

  test('with a cloud that throws something unforeseen', async () => {
    const round = await createRound()
    await round.watch('1912')
    round.connection.listActive = async () => {
      throw new TypeError('unforeseen')
    }
    await round.poller.tick()
    expect(round.logged).toEqual(['Account could not be polled'])
  })
})
