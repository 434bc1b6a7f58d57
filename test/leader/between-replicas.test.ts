import { describe, expect, test } from 'vitest'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { createManualClock } from '../manual-clock.ts'
import { aWatch } from '../notify/samples.ts'
import { createWorld, type World } from '../observe/world.ts'

/** A world whose signals between replicas can get lost. They are counted all the same. */
async function createLossyWorld() {
  const losing = { isOn: false }
  const backend = openMemory({ clock: createManualClock() })
  const { signals } = backend
  const publish: typeof signals.publish = async (topic, text) => {
    if (!losing.isOn) await signals.publish(topic, text)
  }
  const world = await createWorld({ backend: { ...backend, signals: { ...signals, publish } } })
  return { world, losing }
}

/** Another replica's answer about a migration. */
async function asked({ clock }: World, other: World['fleet'], text = '1912') {
  const question = { type: 'find', ref: { text, isPrefix: false } } as const
  return clock.passUntil(other.readerOf('T1').ask(question))
}

describe('a replica that does not own a workspace', () => {
  test('asks the leader, who knows figures that are not stored', async () => {
    const { world } = await createLossyWorld()
    await world.watch('1912')
    await world.minutes(2)
    const other = await world.addReplica()
    expect(other.led()).toEqual([])
    const readAt = world.known('1912')?.migration.readAt
    expect((await world.workspace.known.list()).items[0]?.migration.readAt).toBeLessThan(readAt ?? 0)
    expect((await asked(world, other)).sighted).toMatchObject([{ migration: { id: '1912', readAt } }])
  })

  test('answers from what is stored if the leader is silent', async () => {
    const { world, losing } = await createLossyWorld()
    await world.watch('1912')
    await world.minutes(2)
    const other = await world.addReplica()
    losing.isOn = true
    const { sighted, accounts } = await asked(world, other)
    expect(sighted).toMatchObject([{ migration: { id: '1912' } }])
    expect(accounts).toMatchObject([{ account: 'prod-hw', isWhole: false }])
  })

  test('has the leader hear of a new watch at once', async () => {
    const { world } = await createLossyWorld()
    const other = await world.addReplica()
    world.cloud.add()
    await other.storeIn('T1').watches.set('prod-hw/1912@C1', aWatch())
    await world.clock.settle()
    expect(world.fleet.of('T1')?.fleet.watches.has('prod-hw/1912@C1')).toBe(true)
  })

  test('has the leader hear of it within seconds if the signal is lost', async () => {
    const { world, losing } = await createLossyWorld()
    const other = await world.addReplica()
    await world.clock.advance(2_000)
    losing.isOn = true
    await other.storeIn('T1').watches.set('prod-hw/1912@C1', aWatch())
    await world.clock.settle()
    const isHeard = () => world.fleet.of('T1')?.fleet.watches.has('prod-hw/1912@C1')
    expect(isHeard()).toBe(false)
    await world.clock.advance(2_500)
    expect(isHeard()).toBe(true)
  })
})
