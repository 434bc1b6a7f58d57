import { describe, expect, test } from 'vitest'
import type { ShownTimes } from '../../playground/cloud/shown-times.ts'
import { type Kind, kinds } from '../../src/migrations/migration.ts'
import { preflightNames } from '../../src/migrations/spec.ts'
import type { FetchJson } from '../../src/providers/http.ts'
import type { CallOptions, Connection, CreateOrder, MadeOrder, Provider } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { connect, type Open, type ProviderWorld } from './contract-world.ts'

/** What the rest of Ferry relies on when it makes a migration: that there is one of it, and never two. */
export function describeCreation(provider: Provider, open: Open): void {
  const made = kinds.filter((kind) => provider.kinds[kind]?.creation !== undefined)

  test('can make something exactly where it says what that is made of', async () => {
    const { world, connection } = await open()
    expect(connection.create !== undefined).toBe(made.length > 0)
    expect(connection.findCreated !== undefined).toBe(made.length > 0)
    expect(connection.preflight !== undefined).toBe(made.length > 0)
    expect(world.orders.map(({ spec }) => spec.kind)).toEqual(made)
  })

  describe.each(made)('as one that makes a %s', (kind) => {
    const openFor = async () => {
      const { world, connection, fetchJson } = await open()
      return { world, fetchJson, creator: creatorOf(connection, world, kind) }
    }
    describeMaking(openFor)
    describeFinding(openFor)
    describePreflight(openFor, provider)
  })
}

const hourMs = 3_600_000

/** What a cloud may say of when something was created or started, by how late it is there. */
export const wrongClocks: readonly { name: string; shownAs(now: number): ShownTimes }[] = [
  { name: 'its clock is nine hours behind', shownAs: () => (at) => at - 9 * hourMs },
  { name: 'its clock is nine hours ahead', shownAs: () => (at) => at + 9 * hourMs },
  { name: 'it is 1970 there', shownAs: (now) => (at) => at - now + 1000 },
  { name: 'it tells no time', shownAs: () => () => null },
  { name: 'it is next year there', shownAs: () => (at) => at + 365 * 24 * hourMs },
  {
    name: 'its clock jumps',
    shownAs() {
      let looks = 0
      return (at) => at + (looks++ % 2 ? 9 : -9) * hourMs
    },
  },
]

type OpenFor = () => Promise<{ world: ProviderWorld; fetchJson: FetchJson; creator: Creator }>

function describeMaking(open: OpenFor): void {
  test('makes one, which begins by itself', async () => {
    const { world, creator } = await open()
    const { id } = await creator.create()
    expect(creator.ids()).toEqual([id])
    expect(['queued', 'running']).toContain((await creator.show(id))?.state)
    await world.clock.sleep(30_000)
    expect((await creator.show(id))?.state).toBe('running')
  })

  test('makes it from where it was asked to where it was asked to', async () => {
    const { creator } = await open()
    const { id } = await creator.create()
    const { source, target } = creator.order.spec
    expect(await creator.show(id)).toMatchObject({
      source: { bucket: source.bucket, region: source.region },
      target: { bucket: target.bucket },
    })
  })

  test('asks the cloud for nothing that it would refuse', async () => {
    const { world, creator } = await open()
    const { spec } = creator.order
    const wrong: Partial<CreateOrder>[] = [
      { spec: { ...spec, target: { ...spec.target, bucket: '' } } },
      { spec: { ...spec, source: { ...spec.source, appId: 'not-a-tencent' } } },
      { keys: {} },
      { token: 'not a token' },
      { token: 'k'.repeat(33) },
    ]
    for (const typed of wrong) {
      expect((await failure(creator.create(typed))).code).toBe('form_invalid')
      expect((await failure(creator.preflight(typed))).code).toBe('form_invalid')
    }
    expect(world.callCount()).toBe(0)
  })

  test('tells what the cloud refused, and that is the end of it', async () => {
    const { world, creator } = await open()
    world.breakNext('refused')
    expect((await failure(creator.create())).code).toBe('provider_refused')
    expect(creator.ids()).toEqual([])
    expect(await creator.find()).toBeUndefined()
  })

  // A second one would cost money, and write over the first.
  test.each(['lost', 'malformed', 'cut', 'senseless'] as const)('asks once when the answer is %s', async (how) => {
    const { world, creator } = await open()
    world.breakNext(how)
    const error = await failure(creator.create())
    expect(error.code).toBe('provider_outcome_unknown')
    expect(world.callCount()).toBe(1)
    for (const secret of creator.secrets) expect(JSON.stringify([error.message, error.details])).not.toContain(secret)
  })
}

function describeFinding(open: OpenFor): void {
  test.each(['lost', 'malformed'] as const)('finds what was made when the answer was %s', async (how) => {
    const { world, creator } = await open()
    world.breakNext(how)
    await failure(creator.create())
    const [id] = creator.ids()
    expect(await creator.find()).toMatchObject({ kind: creator.order.spec.kind, id, account: 'prod' })
  })

  test('finds nothing when nothing was made', async () => {
    const { world, creator } = await open()
    world.breakNext('cut')
    await failure(creator.create())
    expect(await creator.find()).toBeUndefined()
  })

  test('takes no token for a part of another one', async () => {
    const { creator } = await open()
    const { id } = await creator.create({ token: 'k3x9' })
    await creator.create({ token: 'k3x91' })
    await creator.create({ token: '1k3x9' })
    expect((await creator.find({ token: 'k3x9' }))?.id).toBe(id)
    for (const token of ['k3x', '3x9', 'K3X9', 'k3x92']) expect(await creator.find({ token })).toBeUndefined()
  })

  // What carries the mark is proof, whatever the cloud's clock says.
  test.each(wrongClocks)('finds what was made, and a second one, where $name', async ({ shownAs }) => {
    const { world, creator } = await open()
    world.tellTimes(shownAs(world.clock.now()))
    world.breakNext('lost')
    await failure(creator.create())
    const [first] = creator.ids()
    expect((await creator.find())?.id).toBe(first)
    // Where a cloud refuses a second one of the same, there is none to be found.
    await creator.create().catch(() => undefined)
    const [second] = creator.ids().filter((id) => id !== first)
    expect((await creator.find({ besides: first ?? '' }))?.id).toBe(second)
    await world.clock.sleep(7 * 60_000)
    expect([first, second]).toContain((await creator.find())?.id)
  })

  test('leaves out one that is known already', async () => {
    const { creator } = await open()
    const { id } = await creator.create()
    expect(await creator.find({ besides: id })).toBeUndefined()
  })

  test('finds it however far it came', async () => {
    const { world, creator } = await open()
    const { id } = await creator.create()
    const since = world.clock.now()
    await world.clock.sleep(24 * 60 * 60_000)
    expect((await creator.find({ since }))?.id).toBe(id)
  })

  test.each(['throttled', 'garbage'] as const)('looks again after being %s', async (how) => {
    const { world, creator } = await open()
    const { id } = await creator.create()
    world.breakNext(how)
    expect((await creator.find())?.id).toBe(id)
  })

  // "None" would be taken for leave to make it again.
  test('never says that there is none while it cannot look', async () => {
    const { world, creator } = await open()
    for (let count = 0; count < 5; count += 1) world.breakNext('garbage')
    expect((await failure(creator.find())).code).toBe('provider_failed')
  })
}

function describePreflight(open: OpenFor, provider: Provider): void {
  test('looks at everything, finds nothing wrong where nothing is, and changes nothing', async () => {
    const { creator } = await open()
    const checks = await creator.preflight()
    expect(checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn')).toEqual([])
    const names = checks.map(({ name }) => name)
    expect(names).toEqual(preflightNames.filter((name) => names.includes(name)))
    expect(names).toEqual(expect.arrayContaining(['credentials', 'source bucket', 'target bucket', 'same migration']))
    expect(creator.ids()).toEqual([])
  })

  test('says what to do about everything but what is right', async () => {
    const { world, creator } = await open()
    await creator.create()
    world.breakNext('refused')
    for (const check of [...(await creator.preflight()), ...(await creator.preflight())]) {
      expect(check.what).toMatch(/^\S.*\S$/s)
      if (check.outcome !== 'pass') expect(check.next).toMatch(/^\S.*\.$/s)
    }
  })

  test('names the one that moves the same already', async () => {
    const { creator } = await open()
    const { id } = await creator.create()
    expect(await creator.preflight()).toContainEqual(
      expect.objectContaining({ name: 'same migration', outcome: 'warn', what: expect.stringContaining(`prod/${id}`) }),
    )
    const { spec } = creator.order
    const elsewhere = { spec: { ...spec, source: { ...spec.source, bucket: 'elsewhere' } } }
    expect(await creator.preflight(elsewhere)).toContainEqual(
      expect.objectContaining({ name: 'same migration', outcome: 'pass' }),
    )
  })

  // Clouds lock a key after a few of these.
  test('tries refused credentials once, and looks no further', async () => {
    const { world, fetchJson, creator } = await open()
    const stranger = connect(provider, { ...world, answers: world.wrongAnswers }, fetchJson)
    const checks = await stranger.preflight?.(creator.order, {})
    expect(checks).toEqual([expect.objectContaining({ name: 'credentials', outcome: 'fail' })])
    expect(world.callCount()).toBeLessThanOrEqual(1)
  })

  test('does not know what it could not find out, and throws nothing', async () => {
    const { world, creator } = await open()
    for (let count = 0; count < 3; count += 1) world.breakNext('garbage')
    expect(await creator.preflight()).toEqual([expect.objectContaining({ name: 'credentials', outcome: 'unknown' })])
  })

  test('stops when nobody waits any more', async () => {
    const { world, creator } = await open()
    const reason = new Error('Nobody waits')
    await expect(creator.preflight({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(world.callCount()).toBe(0)
  })
}

type Creator = ReturnType<typeof creatorOf>

function creatorOf(connection: Connection, world: ProviderWorld, kind: Kind) {
  const { create, findCreated, preflight } = connection
  const found = world.orders.find(({ spec }) => spec.kind === kind)
  if (!create || !findCreated || !preflight || !found) throw new Error(`No ${kind} to make`)
  const order: CreateOrder = { ...found, token: 'abc123' }
  const before = world.clock.now()
  return {
    order,
    secrets: Object.values(order.keys).flatMap((key) => Object.values(key)),
    ids: () => world.idsOf(kind),
    show: (id: string) => connection.show({ kind, id }, {}),
    create: (typed: Partial<CreateOrder> = {}) => create({ ...order, ...typed }, {}),
    preflight: (typed: Partial<CreateOrder> = {}, options: CallOptions = {}) =>
      preflight({ ...order, ...typed }, options),
    find: (typed: Partial<MadeOrder> = {}) => findCreated({ ...order, since: before, ...typed }, {}),
  }
}
