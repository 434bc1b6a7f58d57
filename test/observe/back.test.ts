import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { watchOnce } from '../../src/requests/creating/watch.ts'
import type { Watch } from '../../src/store/store.ts'
import { aMigration, inState } from '../notify/samples.ts'
import { acceptAll, createWorld, said, type World } from './world.ts'

const dayMs = 24 * 60 * 60_000

async function rounds(world: World, count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    await world.clock.advance(30_000)
    await world.tick()
  }
}

/** Followed tasks, of which the first one was called deleted. Its channel was told. */
async function createGone() {
  const world = await createWorld()
  const [a] = [await world.watch('a'), await world.watch('b'), await world.watch('c'), await world.watch('d')]
  await rounds(world, 4)
  world.cloud.remove('prod-hw/a')
  await rounds(world, 30)
  expect(world.known('a')).toMatchObject({ migration: { state: 'deleted', nativeState: 'gone' } })
  await acceptAll(world)
  await rounds(world, 2)
  world.isDelivering = false
  return { world, a }
}

const untold = async (world: World, watch: Watch) => said(await world.news(watch))
const back = /^stall broadcast: Back: photos → archive/

describe('a migration that was called deleted', () => {
  test('is not asked for any more, not even after a restart', async () => {
    const { world } = await createGone()
    expect(await world.minutes(10, /show/)).toEqual([])
    await world.restart()
    expect(await world.minutes(10, /show/)).toEqual([])
  })

  test('and that is listed again is back: its channel hears of it, and of its real end, once', async () => {
    const { world, a } = await createGone()
    world.cloud.add(aMigration({ id: 'a' }))
    await rounds(world, 3)
    expect(await untold(world, a)).toEqual([expect.stringMatching(back)])
    await acceptAll(world)
    await rounds(world, 4)
    expect(await untold(world, a)).toEqual([])
    expect(JSON.stringify((await world.news(a))?.card)).toContain('Running')
    world.cloud.add(inState('succeeded', { id: 'a' }))
    await rounds(world, 3)
    expect(await untold(world, a)).toEqual([expect.stringMatching(/^end broadcast: Succeeded/)])
    await acceptAll(world)
    await rounds(world, 4)
    expect(await world.workspace.watches.get(a.id)).toBeUndefined()
  })

  test('and that comes back ended is told by its end alone', async () => {
    const { world, a } = await createGone()
    world.cloud.add(inState('succeeded', { id: 'a' }))
    await rounds(world, 3)
    expect(await untold(world, a)).toEqual([expect.stringMatching(/^end broadcast: Succeeded/)])
  })

  test('is not back by one list: a single reading has to agree', async () => {
    const { world, a } = await createGone()
    world.cloud.breaks('prod-hw/a', 'show', { error: new Error('not asked'), times: 0 })
    const { show } = world.connection
    world.connection = {
      ...world.connection,
      show: async (target, options) => (target.id === 'a' ? undefined : show(target, options)),
    }
    world.cloud.add(aMigration({ id: 'a' }))
    await rounds(world, 20)
    expect(await untold(world, a)).toEqual([])
    expect(world.known('a')).toMatchObject({ migration: { state: 'deleted' } })
    world.connection = { ...world.connection, show }
    await rounds(world, 6)
    expect(await untold(world, a)).toEqual([expect.stringMatching(back)])
  })

  test('is back after a restart, and if somebody looks for it', async () => {
    const { world, a } = await createGone()
    await world.restart()
    world.cloud.add(aMigration({ id: 'a' }))
    await world.look('a')
    expect(await untold(world, a)).toEqual([expect.stringMatching(back)])
  })

  test('goes on to be followed where somebody watches it again', async () => {
    const { world, a } = await createGone()
    world.cloud.add(aMigration({ id: 'a' }))
    const wanted = { account: 'prod-hw', kind: 'task', migrationId: 'a', channel: 'C1' } as const
    await watchOnce({ ...wanted, createdBy: 'U2', createdAt: world.clock.now() }, world.fleet.storeIn('T1'))
    await rounds(world, 2)
    world.cloud.add(inState('failed', { id: 'a' }))
    await rounds(world, 2)
    const told = await untold(world, a)
    expect(told).toEqual([
      expect.stringContaining('Followed here again by'),
      expect.stringMatching(back),
      expect.stringMatching(/^end broadcast: Failed/),
    ])
  })

  test('is forgotten after seven days', async () => {
    const { world, a } = await createGone()
    await world.pass(7.1 * dayMs)
    world.cloud.add(aMigration({ id: 'a' }))
    await rounds(world, 3)
    expect(await untold(world, a)).toEqual([])
    expect(await world.workspace.watches.get(a.id)).toBeUndefined()
  })

  test('by Ferry itself is not waited for', async () => {
    const world = await createWorld()
    const [a] = [await world.watch('a'), await world.watch('b')]
    await rounds(world, 4)
    world.cloud.remove('prod-hw/a')
    world.fleet.wake('T1', { what: 'deleted', account: 'prod-hw', id: 'a' })
    await rounds(world, 4)
    expect(await world.workspace.watches.get(a.id)).toBeUndefined()
  })

  test('can be gone and back again, and each is told once', async () => {
    const { world, a } = await createGone()
    const heard: string[] = []
    const listen = async (count: number) => {
      for (let round = 0; round < count; round += 1) {
        await rounds(world, 1)
        heard.push(...(await untold(world, a)))
        await acceptAll(world)
      }
    }
    for (const _ of ['once', 'twice']) {
      world.cloud.add(aMigration({ id: 'a' }))
      await listen(4)
      world.cloud.remove('prod-hw/a')
      await listen(30)
    }
    expect(
      heard.map((text) => text.replace(/:.*/, '').concat(text.slice(text.indexOf(':'), text.indexOf(':') + 9))),
    ).toEqual([
      'stall broadcast: Back: p',
      'end broadcast: Deleted',
      'stall broadcast: Back: p',
      'end broadcast: Deleted',
    ])
  })
})

test('a return is posted below the card that said it was deleted, and the card lives again', async () => {
  const world = await createWorld({ isSending: true })
  const [a] = [await world.watch('a'), await world.watch('b'), await world.watch('c')]
  await rounds(world, 4)
  const kept = world.cloud.peek('prod-hw/a')
  world.cloud.remove('prod-hw/a')
  await rounds(world, 28)
  expect(await world.workspace.watches.get(a.id)).toMatchObject({ goneAt: expect.any(Number) })
  if (kept !== undefined) world.cloud.add(kept)
  await rounds(world, 4)
  world.cloud.add(inState('succeeded', { id: 'a' }))
  await rounds(world, 6)
  const words = ['Deleted', 'Back', 'Succeeded']
  const told = world.slack.messages.filter(
    ({ isBroadcast, text }) => isBroadcast && words.some((one) => text.startsWith(one)),
  )
  expect(told.map(({ text }) => text.replace(/:.*/, ''))).toEqual(words)
  const [thread] = new Set(told.map(({ threadTs }) => threadTs))
  expect(told.every(({ threadTs }) => threadTs === thread)).toBe(true)
  expect(world.slack.messages.find(({ ts }) => ts === thread)?.text).toMatch(/^Succeeded/)
})

type Step = (typeof steps)[number]
const steps = ['vanish', 'return', 'blink', 'wait', 'restart', 'deliver'] as const

/** Followed tasks of which the first one comes and goes, and what its channel hears of that. */
async function createComingAndGoing() {
  const { world, a } = await createGone()
  const heard = ['Deleted']
  const isThere = () => world.cloud.peek('prod-hw/a') !== undefined
  const show = (isShown: boolean) => {
    if (isShown) world.cloud.add(aMigration({ id: 'a' }))
    else world.cloud.remove('prod-hw/a')
  }
  const acts: Record<Step, () => Promise<void>> = {
    async vanish() {
      show(false)
      await rounds(world, 26)
    },
    async return() {
      show(true)
    },
    async blink() {
      show(!isThere())
      await rounds(world, 1)
      show(!isThere())
    },
    wait: () => rounds(world, 20),
    restart: world.restart,
    async deliver() {
      const told = (await untold(world, a)).filter((text) => text.includes('broadcast'))
      heard.push(...told.flatMap((text) => /Deleted|Back|Succeeded/.exec(text) ?? []))
      await acceptAll(world)
    },
  }
  return { world, heard, acts }
}

test('whatever vanishes, returns and restarts: what is called deleted is told once, each return once, the end once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 9 }), async (taken) => {
      const { world, heard, acts } = await createComingAndGoing()
      for (const step of [...taken, 'return' as const, 'wait' as const]) {
        await acts[step]()
        await rounds(world, 5)
      }
      world.cloud.add(inState('succeeded', { id: 'a' }))
      for (const _ of ['once', 'twice']) {
        await rounds(world, 6)
        await acts.deliver()
      }
      await world.fleet.stop()
      const turns = heard.map((_, index) => (index % 2 === 0 ? 'Deleted' : 'Back'))
      expect(heard).toEqual([...turns.slice(0, -1), 'Succeeded'])
      expect(heard.at(-2)).toBe('Back')
    }),
    { numRuns: 8 },
  )
}, 60_000)
