import { describe, expect, test } from 'vitest'
import { type Kind, kinds } from '../../src/migrations/migration.ts'
import type { Connection, CreateOrder, MadeOrder, Provider } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import type { CloudWorld, OpenCloud } from './contract-world.ts'
import { operationsOf } from './operations.ts'

/** What the rest of Ferry relies on when it makes a migration: that there is one of it, and never two. */
export function describeCreation(provider: Provider, open: OpenCloud): void {
  const made = madeBy(provider)

  test('can make something exactly where it says what that is made of', async () => {
    const { world } = await open()
    expect(world.orders.map(({ spec }) => spec.kind)).toEqual(made)
  })

  describe.each(made)('as one that makes a %s', (kind) => {
    const openFor = async () => {
      const { world, connection } = await open()
      return { world, creator: creatorOf(connection, world, kind) }
    }
    describeMaking(openFor)
    describeFinding(openFor)
  })
}

/** The kinds that can be made. */
export function madeBy(provider: Provider): Kind[] {
  return kinds.filter((kind) => provider.kinds[kind]?.can.creation !== undefined)
}

type OpenFor = () => Promise<{ world: CloudWorld; creator: Creator }>

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
    for (const typed of wrongOrders(creator.order)) {
      expect((await failure(creator.create(typed))).code).toBe('form_invalid')
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

  // "None" would be taken for leave to make it again.
  test('never says that there is none while it cannot look', async () => {
    const { world, creator } = await open()
    for (let count = 0; count < 5; count += 1) world.breakNext('garbage')
    expect((await failure(creator.find())).code).toBe('provider_failed')
  })
}

/** What differs from an order that is right. */
export function wrongOrders({ spec }: CreateOrder): Partial<CreateOrder>[] {
  return [
    { spec: { ...spec, target: { ...spec.target, bucket: '' } } },
    { spec: { ...spec, source: { ...spec.source, appId: 'not-a-tencent' } } },
    { keys: {} },
    { token: 'not a token' },
    { token: 'k'.repeat(33) },
  ]
}

type Creator = ReturnType<typeof creatorOf>

export function orderFor(world: CloudWorld, kind: Kind): CreateOrder {
  const found = world.orders.find(({ spec }) => spec.kind === kind)
  if (found === undefined) throw new Error(`No ${kind} to make`)
  return { ...found, token: 'abc123' }
}

export function creatorOf(connection: Connection, world: CloudWorld, kind: Kind) {
  const { create, findCreated } = operationsOf(connection)
  const order = orderFor(world, kind)
  const before = world.clock.now()
  return {
    order,
    secrets: Object.values(order.keys).flatMap((key) => Object.values(key)),
    ids: () => world.idsOf(kind),
    show: (id: string) => connection.show({ kind, id }, {}),
    create: (typed: Partial<CreateOrder> = {}) => create({ ...order, ...typed }, {}),
    find: (typed: Partial<MadeOrder> = {}) => findCreated({ ...order, since: before, ...typed }, {}),
  }
}
