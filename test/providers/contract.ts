import { describe, expect, test } from 'vitest'
import { type AppError, say } from '../../src/errors/errors.ts'
import type { Provider } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { describeConnection } from './contract-connection.ts'
import { describeLookups } from './contract-lookups.ts'
import { describeShowCalls } from './contract-pages.ts'
import { describePreflights } from './contract-preflight.ts'
import { describeWire } from './contract-wire.ts'
import { connect, type Open, type ProviderWorld, stop } from './contract-world.ts'
import { openHttp } from './open-http.ts'

export type { ProviderWorld } from './contract-world.ts'

/** The contract that every provider meets, and that the rest of Ferry relies on. */
export function describeProvider(provider: Provider, openWorld: () => Promise<ProviderWorld>): void {
  const open = async () => {
    const world = await openWorld()
    const { fetchJson } = openHttp({ clock: world.clock })
    return { world, fetchJson, connection: connect(provider, world, fetchJson) }
  }
  describe(`${provider.label} as a provider`, () => {
    describeForm(provider, open)
    describeConnection(provider, open)
    describeShowCalls(provider, open)
    describeLookups(provider, open)
    describePreflights(provider, open)
    describeWire(provider, open)
    describeTrouble(provider, open)
  })
}

function describeForm(provider: Provider, open: Open): void {
  test('reports a problem for each required field that is empty, and for no other field', () => {
    const read = provider.readCredentials({})
    const problems = Object.keys(read.ok ? {} : read.problems)
    const names = provider.accountFields.map((field) => field.name)
    const required = provider.accountFields.filter((field) => !field.isOptional).map((field) => field.name)
    expect(problems).toEqual(expect.arrayContaining(required))
    expect(names).toEqual(expect.arrayContaining(problems))
    expect(new Set(provider.accountFields.map((field) => field.label)).size).toBe(names.length)
  })

  test('stores what it needs and shows no secret', async () => {
    const { world } = await open()
    const read = provider.readCredentials(world.answers)
    if (!read.ok) throw new Error('The answers were refused')
    expect(provider.readCredentials(read.credentials)).toEqual(read)
    const secrets = provider.accountFields.flatMap(({ name, isSecret }) =>
      isSecret ? (world.answers[name] ?? []) : [],
    )
    for (const secret of secrets) expect(JSON.stringify(read.facts)).not.toContain(secret)
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
