import { expect, test } from 'vitest'
import { type Action, actions, actionsFor } from '../../src/migrations/actions.ts'
import { kinds } from '../../src/migrations/migration.ts'
import type { Connection, Operation, Provider, Target, TargetOutcome } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { type OpenCloud, offers, stateOf, stop, stopOf } from './contract-world.ts'
import { operationsOf } from './operations.ts'

/** The part of the contract about actions that the provider offers. */
export function describeActions(provider: Provider, open: OpenCloud): void {
  describeStopping(provider, open)
  if (offers(provider, 'start') || offers(provider, 'retry')) describeStarting(provider, open)
  if (offers(provider, 'delete')) describeDeleting(provider, open)
  describeOffers(provider, open)
  if (offers(provider, 'limit')) describeLimits(provider, open)
  if (offers(provider, 'prioritize')) describePriority(provider, open)
}

function describeStopping(provider: Provider, open: OpenCloud): void {
  const stopped = { pause: 'paused', cancel: 'cancelled' } as const
  const action = stopOf(provider)

  test(`can ${action} a migration that offers it, with one call`, async () => {
    const { world, connection } = await open()
    const target = world.add('running')
    expect(await possibleActions(provider, connection, target)).toContain(action)
    const before = world.callCount()
    await stop(connection, provider, target)
    expect(world.callCount()).toBe(before + 1)
    world.settle()
    expect(await stateOf(connection, target)).toBe(stopped[action])
    expect(await possibleActions(provider, connection, target)).not.toContain(action)
  })

  test.each(['failed', 'succeeded'] as const)(`refuses to ${action} a migration that has %s`, async (state) => {
    const { world, connection } = await open()
    const target = world.add(state)
    expect((await failure(stop(connection, provider, target))).code).toBe('provider_refused')
    expect(await stateOf(connection, target)).toBe(state)
  })

  test(`refuses to ${action} a migration that does not exist or is of another kind`, async () => {
    const { world, connection } = await open()
    const { kind, id } = world.add('running')
    const others = kinds.filter((each) => provider.kinds[each]?.can[action] !== undefined && each !== kind)
    expect((await failure(stop(connection, provider, world.missing))).code).toBe('provider_refused')
    for (const other of others) {
      const error = await failure(stop(connection, provider, { kind: other, id }))
      expect(['provider_refused', 'migration_not_found']).toContain(error.code)
    }
    expect(await stateOf(connection, { kind, id })).toBe('running')
  })
}

function describeStarting(provider: Provider, open: OpenCloud): void {
  const ways = [
    ['paused', 'start'],
    ['failed', 'retry'],
  ] as const
  const offered = ways.filter(([, action]) => offers(provider, action))
  test.each(offered)('starts a %s migration with the keys that it needs', async (state, action) => {
    const { world, connection } = await open()
    const target = world.add(state)
    expect(await possibleActions(provider, connection, target)).toContain(action)
    await operationsOf(connection)[action]({ ...target, source: world.source, destination: world.destination }, {})
    expect(['queued', 'running']).toContain(await stateOf(connection, target))
  })

  test('refuses to start a migration in progress', async () => {
    const { world, connection } = await open()
    const target = world.add('running')
    const order = { ...target, source: world.source, destination: world.destination }
    expect((await failure(operationsOf(connection).start(order, {}))).code).toBe('provider_refused')
    expect(await stateOf(connection, target)).toBe('running')
  })

  test.each(offered)('starts no %s migration without the keys that it needs', async (state, action) => {
    const { world, connection } = await open()
    const target = world.add(state)
    const needs = (await connection.show(target, {}))?.needsOnStart ?? []
    if (needs.length === 0) return
    const before = world.callCount()
    expect((await failure(operationsOf(connection)[action](target, {}))).code).toBe('form_invalid')
    expect(world.callCount()).toBe(before)
  })
}

function describeDeleting(provider: Provider, open: OpenCloud): void {
  const deletable = ['paused', 'failed', 'succeeded'] as const
  test.each(deletable)('deletes a %s migration, and deleting it again does no harm', async (state) => {
    const { world, connection } = await open()
    const target = world.add(state)
    expect(await possibleActions(provider, connection, target)).toContain('delete')
    await operationsOf(connection).delete(target, {})
    world.settle()
    expect([undefined, 'deleted']).toContain(await stateOf(connection, target))
    await operationsOf(connection).delete(target, {})
  })

  test('refuses to delete a migration in progress', async () => {
    const { world, connection } = await open()
    const target = world.add('running')
    expect((await failure(operationsOf(connection).delete(target, {}))).code).toBe('provider_refused')
    expect(await stateOf(connection, target)).toBe('running')
  })
}

function describeOffers(provider: Provider, open: OpenCloud): void {
  test('has an operation if and only if it offers it, and accepts a privacy statement if the cloud has one', async () => {
    const { world, connection } = await open()
    for (const kind of kinds) {
      const offered = operations.filter((name) => connection.operation(name, kind) !== undefined)
      expect(offered).toEqual(operations.filter((name) => provider.kinds[kind]?.can[name] !== undefined))
    }
    expect(connection.acceptPrivacyStatement !== undefined).toBe(provider.hasPrivacyStatement ?? false)
    expect(world.callCount()).toBe(0)
  })
}

const operations: readonly Operation[] = [...actions, 'statistics', 'failures', 'creation']

/** The tests of bandwidth limits, for each kind for which the provider offers them. */
function describeLimits(provider: Provider, open: OpenCloud): void {
  test.each(['running', 'paused', 'failed'] as const)(
    'limits a %s migration with one call, and removes the limit',
    async (state) => {
      const { world, connection } = await open()
      const target = world.add(state)
      expect(await possibleActions(provider, connection, target)).toContain('limit')
      const before = world.callCount()
      expect(
        fates(await operationsOf(connection).limit({ targets: [target], limits: limitsOf(provider, target) }, {})),
      ).toEqual([target])
      expect(world.callCount()).toBe(before + 1)
      expect(await connection.show(target, {})).toMatchObject({ limits: limitsOf(provider, target) })
      await operationsOf(connection).limit({ targets: [target], limits: [] }, {})
      expect(await connection.show(target, {})).toMatchObject({ limits: [] })
    },
  )

  test('reports the outcome of each migration, in order', async () => {
    const { world, connection } = await open()
    const target = world.add('running')
    const limit = async (...targets: Target[]) =>
      (await operationsOf(connection).limit({ targets, limits: [] }, {})) ?? []
    const refused = {
      ...world.missing,
      error: { code: 'provider_refused', details: { ref: `prod/${world.missing.id}` } },
    }
    expect(await limit(world.missing)).toMatchObject([refused])
    expect((await limit(world.missing, target)).map(({ id }) => id)).toEqual([world.missing.id, target.id])
  })
}

/** The tests of priorities, for each kind for which the provider offers them. */
function describePriority(provider: Provider, open: OpenCloud): void {
  test.each(['paused', 'failed'] as const)(
    'gives a %s migration another priority and keeps its limits',
    async (state) => {
      const { world, connection } = await open()
      const target = world.add(state)
      expect(await possibleActions(provider, connection, target)).toContain('prioritize')
      await operationsOf(connection).limit({ targets: [target], limits: limitsOf(provider, target) }, {})
      const migration = await connection.show(target, {})
      const migrations = migration === undefined ? [] : [migration]
      expect(fates(await operationsOf(connection).prioritize({ migrations, priority: 'high' }, {}))).toEqual([target])
      expect(await connection.show(target, {})).toMatchObject({ limits: limitsOf(provider, target) })
    },
  )
}

/** The outcomes without their request ids, which differ from cloud to cloud. */
function fates(outcomes: readonly TargetOutcome[] = []) {
  return outcomes.map(({ requestId: _, ...fate }) => fate)
}

/** A rule for daytime with the slowest allowed bandwidth. */
function limitsOf(provider: Provider, { kind }: Target) {
  const { minBytesPerSecond: bytesPerSecond = 0 } = provider.kinds[kind]?.can.limit?.rules ?? {}
  return [{ start: '09:00', end: '18:00', bytesPerSecond }]
}

async function possibleActions(provider: Provider, connection: Connection, target: Target): Promise<Action[]> {
  const migration = await connection.show(target, {})
  return migration ? actionsFor(migration, provider.kinds[target.kind]) : []
}
