import { describe, expect, test } from 'vitest'
import type { Kind } from '../../src/migrations/migration.ts'
import { preflightNames } from '../../src/migrations/spec/spec.ts'
import type { FetchJson } from '../../src/providers/http/http.ts'
import type { CallOptions, Connection, CreateOrder, Provider } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { creatorOf, madeBy, wrongOrders } from './contract-create.ts'
import { connect, type Open, type ProviderWorld } from './contract-world.ts'
import { operationsOf } from './operations.ts'

/** The part of the contract about the checks before a migration is created. */
export function describePreflights(provider: Provider, open: Open): void {
  const made = madeBy(provider)

  test('has checks if and only if it can create', async () => {
    const { connection } = await open()
    expect(operationsOf(connection).preflight !== undefined).toBe(made.length > 0)
  })

  describe.each(made)('when it checks a %s before creation', (kind) => {
    const openFor = async () => {
      const { world, connection, fetchJson } = await open()
      return { world, fetchJson, creator: checkerOf(connection, world, kind) }
    }
    describePreflight(openFor, provider)
  })
}

type OpenFor = () => Promise<{ world: ProviderWorld; fetchJson: FetchJson; creator: Checker }>

function describePreflight(open: OpenFor, provider: Provider): void {
  test('checks everything, finds no problem with a correct order, and changes nothing', async () => {
    const { creator } = await open()
    const checks = await creator.preflight()
    expect(checks.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn')).toEqual([])
    const names = checks.map(({ name }) => name)
    expect(names).toEqual(preflightNames.filter((name) => names.includes(name)))
    expect(names).toEqual(expect.arrayContaining(['credentials', 'source bucket', 'target bucket']))
    expect(creator.ids()).toEqual([])
  })

  test('says what to do about everything except passed checks', async () => {
    const { world, creator } = await open()
    await creator.create()
    world.breakNext('refused')
    for (const check of [...(await creator.preflight()), ...(await creator.preflight())]) {
      expect(check.what).toMatch(/^\S.*\S$/s)
      if (check.outcome !== 'pass') expect(check.next).toMatch(/^\S.*\.$/s)
    }
  })

  // Clouds lock a key after a few failures.
  test('tries refused credentials once, and stops there', async () => {
    const { world, fetchJson, creator } = await open()
    const stranger = connect(provider, { ...world, answers: world.wrongAnswers }, fetchJson)
    const checks = await operationsOf(stranger).preflight(creator.order, {})
    expect(checks).toEqual([expect.objectContaining({ name: 'credentials', outcome: 'fail' })])
    expect(world.callCount()).toBeLessThanOrEqual(1)
  })

  test('reports a check without an answer as unknown, and does not throw', async () => {
    const { world, creator } = await open()
    for (let count = 0; count < 3; count += 1) world.breakNext('garbage')
    expect(await creator.preflight()).toEqual([expect.objectContaining({ name: 'credentials', outcome: 'unknown' })])
  })

  test('stops when the signal aborts', async () => {
    const { world, creator } = await open()
    const reason = new Error('Nobody waits')
    await expect(creator.preflight({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(world.callCount()).toBe(0)
  })

  test('sends no request that it knows the cloud would refuse', async () => {
    const { world, creator } = await open()
    for (const typed of wrongOrders(creator.order)) {
      expect((await failure(creator.preflight(typed))).code).toBe('form_invalid')
    }
    expect(world.callCount()).toBe(0)
  })
}

type Checker = ReturnType<typeof checkerOf>

function checkerOf(connection: Connection, world: ProviderWorld, kind: Kind) {
  const { preflight } = operationsOf(connection)
  const creator = creatorOf(connection, world, kind)
  return {
    ...creator,
    preflight: (typed: Partial<CreateOrder> = {}, options: CallOptions = {}) =>
      preflight({ ...creator.order, ...typed }, options),
  }
}
