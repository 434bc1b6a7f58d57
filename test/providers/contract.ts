import { describe, expect, test } from 'vitest'
import { type AppError, say } from '../../src/errors.ts'
import { isEnded } from '../../src/migrations/migration.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { describeActions } from './contract-actions.ts'
import { describeCreation } from './contract-create.ts'
import { describeLookups } from './contract-lookups.ts'
import { connect, type Open, type ProviderWorld, statesOf, stop, type WorldState } from './contract-world.ts'
import { openHttp } from './open-http.ts'

export type { ProviderWorld } from './contract-world.ts'

/** What the rest of Ferry relies on, whichever cloud it is. */
export function describeProvider(provider: Provider, openWorld: () => Promise<ProviderWorld>): void {
  const open = async () => {
    const world = await openWorld()
    const { fetchJson } = openHttp({ clock: world.clock })
    return { world, fetchJson, connection: connect(provider, world, fetchJson) }
  }
  describe(`${provider.label} as a provider`, () => {
    describeForm(provider, open)
    describeReading(open, statesOf(provider))
    describeActions(provider, open)
    describeLookups(provider, open)
    describeCreation(provider, open)
    describeTrouble(provider, open)
  })
}

function describeForm(provider: Provider, open: Open): void {
  test('names a problem for each required field that is empty, and for no field that it did not ask for', () => {
    const read = provider.readCredentials({})
    const problems = Object.keys(read.ok ? {} : read.problems)
    const names = provider.accountFields.map((field) => field.name)
    const required = provider.accountFields.filter((field) => !field.isOptional).map((field) => field.name)
    expect(problems).toEqual(expect.arrayContaining(required))
    expect(names).toEqual(expect.arrayContaining(problems))
    expect(new Set(provider.accountFields.map((field) => field.label)).size).toBe(names.length)
  })

  test('keeps what it needs and shows nothing secret', async () => {
    const { world } = await open()
    const read = provider.readCredentials(world.answers)
    if (!read.ok) throw new Error('The answers were refused')
    expect(provider.readCredentials(read.credentials)).toEqual(read)
    const secrets = provider.accountFields.flatMap(({ name, isSecret }) =>
      isSecret ? (world.answers[name] ?? []) : [],
    )
    for (const secret of secrets) expect(JSON.stringify(read.facts)).not.toContain(secret)
  })

  test('opens an account without a call, and proves it with one', async () => {
    const { world, connection } = await open()
    expect(world.callCount()).toBe(0)
    await connection.check({})
    expect(world.callCount()).toBe(1)
  })
}

function describeReading(open: Open, worldStates: readonly WorldState[]): void {
  test('shows every state as what it is', async () => {
    const { world, connection } = await open()
    for (const state of worldStates) {
      const target = world.add(state)
      expect(await connection.show(target, {})).toMatchObject({
        ...target,
        account: 'prod',
        state,
        readAt: world.clock.now(),
      })
    }
  })

  test('has nothing in a group that does not exist', async () => {
    const { world, connection } = await open()
    world.add('running')
    const page = await connection.list({ group: 'no-such-group', offset: 0, limit: 10 }, {})
    expect(page).toMatchObject({ migrations: [], hasMore: false })
  })

  test('reports a figure or nothing: never undefined, NaN or less than nothing', async () => {
    const { world, connection } = await open()
    for (const state of worldStates) world.add(state)
    const { migrations } = await connection.list({ offset: 0, limit: 100 }, {})
    expect(migrations).toHaveLength(worldStates.length)
    for (const [path, value] of leavesOf(migrations)) {
      expect(value, path).not.toBeUndefined()
      if (typeof value === 'number') expect(value, path).toBeGreaterThanOrEqual(0)
    }
  })

  test('lists each migration on one page only', async () => {
    const { world, connection } = await open()
    const added = worldStates.map((state) => world.add(state).id)
    const listed: string[] = []
    for (let offset = 0, hasMore = true; hasMore; offset += 2) {
      const page = await connection.list({ offset, limit: 2 }, {})
      expect(page.total ?? added.length).toBe(added.length)
      listed.push(...page.migrations.map((migration) => migration.id))
      hasMore = page.hasMore
    }
    expect(listed.toSorted()).toEqual(added.toSorted())
  })

  test.each(worldStates)('lists what is %s, and nothing else', async (state) => {
    const { world, connection } = await open()
    const added = new Map(worldStates.map((each) => [each, world.add(each).id]))
    const { migrations } = await connection.list({ state, offset: 0, limit: 100 }, {})
    expect(migrations.map((migration) => migration.id)).toEqual([added.get(state)])
  })

  test('lists what is moving, and nothing that has ended', async () => {
    const { world, connection } = await open()
    const added = worldStates.map((state) => world.add(state).id)
    const active = await connection.listActive({})
    expect(active.map((migration) => migration.id)).toEqual(expect.arrayContaining(added.slice(0, 2)))
    expect(active.filter((migration) => isEnded(migration.state))).toEqual([])
  })
}

function describeTrouble(provider: Provider, open: Open): void {
  test('puts no secret into an error', async () => {
    const { world, connection, fetchJson } = await open()
    const stranger = connect(provider, { ...world, answers: world.wrongAnswers }, fetchJson)
    expectNoSecret(provider, world, await failure(stranger.check({})))
    expectNoSecret(provider, world, await failure(stop(connection, provider, world.add('failed'))))
  })
}

function expectNoSecret(provider: Provider, world: ProviderWorld, error: AppError): void {
  const cause = error.cause instanceof Error ? error.cause.stack : error.cause
  const text = JSON.stringify([error.message, error.stack, error.details, say(error), cause])
  for (const { name, isSecret } of provider.accountFields) {
    for (const { [name]: answer } of [world.answers, world.wrongAnswers]) {
      if (isSecret && answer) expect(text).not.toContain(answer)
    }
  }
}

/** Every value that is not an object, with the way to it. */
function leavesOf(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, `${path}.${name}`))
}
