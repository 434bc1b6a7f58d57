import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { eventually } from '../eventually.ts'
import { storeOver, type World } from './world.ts'

/** Tests what replicas tell each other, and how they recognize what they have seen before. */
export function describeSignals(create: () => Promise<World>): void {
  let world: World
  let store: Store
  let other: Store

  beforeEach(async () => {
    world = await create()
    store = storeOver(await world.connect(), world.clock)
    other = storeOver(await world.connect(), world.clock)
  })
  afterEach(() => world.end())

  test('everybody who subscribes to a topic hears its signals, the sender included', async () => {
    const heard: string[] = []
    await store.signals.subscribe('T1', (text) => heard.push(`one ${text}`))
    await other.signals.subscribe('T1', (text) => heard.push(`two ${text}`))
    await other.signals.subscribe('T2', (text) => heard.push(`elsewhere ${text}`))
    await store.signals.publish('T1', 'wake')
    await eventually(() => expect(heard.toSorted()).toEqual(['one wake', 'two wake']))
    await store.signals.publish('T2', 'wake')
    await eventually(() => expect(heard).toContain('elsewhere wake'))
    expect(heard).toHaveLength(3)
  })

  test('an ended subscription hears nothing more, others continue, and a new one works', async () => {
    const heard: string[] = []
    const leave = await store.signals.subscribe('T1', (text) => heard.push(`one ${text}`))
    const leaveToo = await store.signals.subscribe('T1', (text) => heard.push(`two ${text}`))
    await leave()
    await store.signals.publish('T1', 'a')
    await eventually(() => expect(heard).toEqual(['two a']))
    await leaveToo()
    await store.signals.publish('T1', 'b')
    await store.signals.subscribe('T1', (text) => heard.push(`three ${text}`))
    await store.signals.publish('T1', 'c')
    await eventually(() => expect(heard).toEqual(['two a', 'three c']))
  })

  test('an error in one subscriber does not affect the others', async () => {
    const heard: string[] = []
    await store.signals.subscribe('T1', () => {
      throw new Error('Not now')
    })
    await store.signals.subscribe('T1', (text) => heard.push(text))
    await store.signals.publish('T1', 'wake')
    await eventually(() => expect(heard).toEqual(['wake']))
  })

  test('replicas share counters', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? store : other).signals.count('T1')))
    await other.signals.count('T2')
    expect(await store.signals.counts(['T2', 'nothing', 'T1'])).toEqual([1, 0, 20])
    expect(await store.signals.counts([])).toEqual([])
  })

  // Slack may repeat an event to another replica.
  test('an id that arrives 50 times at once, over two connections, is new once', async () => {
    const answers = Array.from({ length: 50 }, (_, index) => (index % 2 ? store : other).isNew('event:Ev1', 60_000))
    expect((await Promise.all(answers)).filter((isNew) => isNew)).toHaveLength(1)
    expect(await other.isNew('event:Ev2', 60_000)).toBe(true)
  })

  test('an id is new again after its time to live', async () => {
    expect(await store.isNew('event:Ev1', 600)).toBe(true)
    expect(await other.isNew('event:Ev1', 600)).toBe(false)
    world.clock.advance(601)
    await nextTurn()
    await eventually(async () => expect(await store.isNew('event:Ev1', 600)).toBe(true))
  })
}
