import { describe, expect, test } from 'vitest'
import { type Kind, kinds } from '../../src/migrations/migration.ts'
import type { Connection, CreateOrder, MadeOrder, Provider } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import type { CloudWorld, OpenCloud } from './contract-world.ts'
import { operationsOf } from './operations.ts'

/** The part of the contract about creating: there is always one migration, never two. */
export function describeCreation(provider: Provider, open: OpenCloud): void {
  const made = madeBy(provider)

  test('can create if and only if it describes what it takes', async () => {
    const { world } = await open()
    expect(world.orders.map(({ spec }) => spec.kind)).toEqual(made)
  })

  describe.each(made)('when it creates a %s', (kind) => {
    const openFor = async () => {
      const { world, connection } = await open()
      return { world, creator: creatorOf(connection, world, kind) }
    }
    describeMaking(openFor)
    describeFinding(openFor)
  })
}

/** The kinds that the provider can create. */
export function madeBy(provider: Provider): Kind[] {
  return kinds.filter((kind) => provider.kinds[kind]?.can.creation !== undefined)
}

type OpenFor = () => Promise<{ world: CloudWorld; creator: Creator }>

function describeMaking(open: OpenFor): void {
  test('creates one, which starts by itself', async () => {
    const { world, creator } = await open()
    const { id } = await creator.create()
    expect(creator.ids()).toEqual([id])
    expect(['queued', 'running']).toContain((await creator.show(id))?.state)
    await world.clock.sleep(30_000)
    expect((await creator.show(id))?.state).toBe('running')
  })

  test('creates it with the given source and destination', async () => {
    const { creator } = await open()
    const { id } = await creator.create()
    const { source, target } = creator.order.spec
    expect(await creator.show(id)).toMatchObject({
      source: { bucket: source.bucket, region: source.region },
      target: { bucket: target.bucket },
    })
  })

  test('sends no order that it knows the cloud would refuse', async () => {
    const { world, creator } = await open()
    for (const typed of wrongOrders(creator.order)) {
      expect((await failure(creator.create(typed))).code).toBe('form_invalid')
    }
    expect(world.callCount()).toBe(0)
  })

  test('reports the cloud’s refusal and does not retry', async () => {
    const { world, creator } = await open()
    world.breakNext('refused')
    expect((await failure(creator.create())).code).toBe('provider_refused')
    expect(creator.ids()).toEqual([])
    expect(await creator.find()).toBeUndefined()
  })

  // A second migration would cost money and overwrite the first.
  test.each(['lost', 'malformed', 'cut', 'senseless'] as const)('makes one call if the answer is %s', async (how) => {
    const { world, creator } = await open()
    world.breakNext(how)
    const error = await failure(creator.create())
    expect(error.code).toBe('provider_outcome_unknown')
    expect(world.callCount()).toBe(1)
    for (const secret of creator.secrets) expect(JSON.stringify([error.message, error.details])).not.toContain(secret)
  })
}

function describeFinding(open: OpenFor): void {
  test.each(['lost', 'malformed'] as const)('finds the migration if the answer was %s', async (how) => {
    const { world, creator } = await open()
    world.breakNext(how)
    await failure(creator.create())
    const [id] = creator.ids()
    expect(await creator.find()).toMatchObject({ kind: creator.order.spec.kind, id, account: 'prod' })
  })

  test('finds nothing if nothing was created', async () => {
    const { world, creator } = await open()
    world.breakNext('cut')
    await failure(creator.create())
    expect(await creator.find()).toBeUndefined()
  })

  test('does not confuse a token with a part of another', async () => {
    const { creator } = await open()
    const { id } = await creator.create({ token: 'k3x9' })
    await creator.create({ token: 'k3x91' })
    await creator.create({ token: '1k3x9' })
    expect((await creator.find({ token: 'k3x9' }))?.id).toBe(id)
    for (const token of ['k3x', '3x9', 'K3X9', 'k3x92']) expect(await creator.find({ token })).toBeUndefined()
  })

  test('leaves out a known migration', async () => {
    const { creator } = await open()
    const { id } = await creator.create()
    expect(await creator.find({ besides: id })).toBeUndefined()
  })

  test('finds it at whatever step its creation stopped', async () => {
    const { world, creator } = await open()
    const { id } = await creator.create()
    const since = world.clock.now()
    await world.clock.sleep(24 * 60 * 60_000)
    expect((await creator.find({ since }))?.id).toBe(id)
  })

  // Ferry would take "none" as permission to create it again.
  test('never says that there is none if it cannot look', async () => {
    const { world, creator } = await open()
    for (let count = 0; count < 5; count += 1) world.breakNext('garbage')
    expect((await failure(creator.find())).code).toBe('provider_failed')
  })
}

/** Wrong parts for an otherwise correct order. */
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
