import { describe, expect, test } from 'vitest'
import type { Browser, CallOptions, Lookup, Provider } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { connect, type Open, type Places, type ProviderWorld } from './contract-world.ts'

/** The part of the contract about browsing, as far as the provider has something to browse. */
export function describeLookups(provider: Provider, open: Open): void {
  const lookups = provider.lookups ?? []

  test('can be browsed if and only if it says so', async () => {
    const { connection } = await open()
    const methods = lookups.map((lookup) => looks[lookup].method)
    expect(Object.keys(connection.browse ?? {}).toSorted()).toEqual(methods.toSorted())
    expect(connection.browse !== undefined).toBe(lookups.length > 0)
    expect((provider.cdnAuthentications ?? []).length > 0).toBe(lookups.includes('cdn'))
  })

  if (lookups.length > 0) {
    describe('when it is browsed', () => {
      describeLooking(lookups, open)
      describeWrongKeys(provider, lookups, open)
      describeLookingInTrouble(lookups, open)
    })
  }
}

type Look = {
  method: keyof Browser
  /** Calls the lookup. Undefined if the browser lacks it. */
  ask(browser: Browser, places: Places, options: CallOptions): Promise<unknown> | undefined
  found(places: Places): unknown
}

const looks: Record<Lookup, Look> = {
  facts: {
    method: 'facts',
    ask: (browser, _, options) => browser.facts?.(options),
    found: () => expect.arrayContaining([{ label: expect.stringMatching(/./), value: expect.stringMatching(/./) }]),
  },
  services: {
    method: 'services',
    ask: (browser, _, options) => browser.services?.(options),
    found: () => expect.arrayContaining([expect.objectContaining({ isOwn: true, state: expect.any(String) })]),
  },
  clouds: {
    method: 'clouds',
    ask: (browser, _, options) => browser.clouds?.(options),
    found: ({ access }) => expect.arrayContaining([access.cloud]),
  },
  regions: {
    method: 'regions',
    ask: (browser, { access }, options) => browser.regions?.(access, options),
    found: ({ region }) => expect.arrayContaining([expect.objectContaining({ id: region })]),
  },
  buckets: {
    method: 'buckets',
    ask: (browser, { access }, options) => browser.buckets?.(access, options),
    found: ({ bucket }) => expect.arrayContaining([expect.objectContaining({ name: bucket })]),
  },
  'bucket region': {
    method: 'bucketRegion',
    ask: (browser, { access, bucket }, options) => browser.bucketRegion?.({ ...access, bucket }, options),
    found: ({ region }) => expect.objectContaining({ id: region }),
  },
  objects: {
    method: 'objects',
    ask: (browser, { access, bucket }, options) =>
      browser.objects?.({ ...access, bucket, folder: '', limit: 100 }, options),
    found: ({ object, folder }) => ({
      entries: expect.arrayContaining([
        expect.objectContaining({ name: object, isFolder: false }),
        { name: folder, isFolder: true },
      ]),
    }),
  },
  prefix: {
    method: 'hasPrefix',
    ask: (browser, { access, bucket, folder = '' }, options) =>
      browser.hasPrefix?.({ ...access, bucket, prefix: folder }, options),
    found: () => true,
  },
  cdn: {
    method: 'cdn',
    ask: (browser, { access, bucket, cdn }, options) => cdn && browser.cdn?.({ ...access, bucket, ...cdn }, options),
    found: () => ({ canRead: true }),
  },
}

/** Lookups that open with a storage key, if data comes from several clouds. */
const locked: readonly Lookup[] = ['buckets', 'bucket region', 'objects', 'prefix', 'cdn']

function describeLooking(lookups: readonly Lookup[], open: Open): void {
  test.each(lookups)('shows %s', async (lookup) => {
    const { browser, places } = await openBrowser(open)
    expect(await looks[lookup].ask(browser, places, {})).toEqual(looks[lookup].found(places))
  })

  if (lookups.includes('buckets')) describeBuckets(open)
  if (lookups.includes('objects')) describeObjects(open)
  if (lookups.includes('prefix')) describePrefixes(open)
}

function describeBuckets(open: Open): void {
  test('shows no buckets if there are none', async () => {
    const { browser, places } = await openBrowser(open)
    await places.clear()
    expect(await browser.buckets?.(places.access, {})).toEqual([])
  })
}

function describeObjects(open: Open): void {
  test('shows everything in a folder once, however small the pages', async () => {
    const { browser, places } = await openBrowser(open)
    const query = { ...places.access, bucket: places.bucket, folder: '' }
    const whole = await browser.objects?.({ ...query, limit: 100 }, {})
    const found: unknown[] = []
    let page = await browser.objects?.({ ...query, limit: 1 }, {})
    while (page !== undefined) {
      found.push(...page.entries)
      page = page.next === undefined ? undefined : await browser.objects?.({ ...query, after: page.next, limit: 1 }, {})
    }
    expect(found.length).toBeGreaterThan(1)
    expect(found).toEqual(whole?.entries)
  })
}

function describePrefixes(open: Open): void {
  test('finds nothing under a prefix with which nothing begins', async () => {
    const { browser, places } = await openBrowser(open)
    const { access, bucket } = places
    expect(await browser.hasPrefix?.({ ...access, bucket, prefix: 'no-such-thing/' }, {})).toBe(false)
  })
}

function describeWrongKeys(provider: Provider, lookups: readonly Lookup[], open: Open): void {
  test('reports wrong credentials of the account', async () => {
    const { world, places, fetchJson } = await openBrowser(open)
    const stranger = connect(provider, { ...world, answers: world.wrongAnswers }, fetchJson).browse ?? {}
    for (const lookup of lookups.slice(0, 1)) {
      const error = await failure(Promise.resolve(looks[lookup].ask(stranger, places, {})))
      expect(error).toMatchObject({ code: 'provider_denied', details: { account: 'prod' } })
    }
  })

  // An error about the account would send people to correct credentials that are correct.
  test.each(lookups.includes('clouds') ? lookups.filter((lookup) => locked.includes(lookup)) : [])(
    'never reports a wrong storage key as wrong credentials of the account: %s',
    async (lookup) => {
      const { connection, browser, places } = await openBrowser(open)
      const secret = places.wrongSecret ?? {}
      const access = { ...places.access, secret }
      const error = await failure(Promise.resolve(looks[lookup].ask(browser, { ...places, access }, {})))
      expect(error).toMatchObject({ code: 'provider_refused', details: { account: 'prod' } })
      for (const value of Object.values(secret)) expect(textOf(error)).not.toContain(value)
      await connection.check({})
    },
  )
}

function describeLookingInTrouble(lookups: readonly Lookup[], open: Open): void {
  test.each(lookups)('repeats a lookup after a broken connection: %s', async (lookup) => {
    const { world, browser, places } = await openBrowser(open)
    world.breakNext('cut')
    expect(await looks[lookup].ask(browser, places, {})).toEqual(looks[lookup].found(places))
  })

  const cases = lookups.flatMap((lookup) => [[lookup, 'malformed'] as const, [lookup, 'senseless'] as const])
  test.each(cases)('does not guess: %s, with an answer that is %s', async (lookup, how) => {
    const { world, browser, places } = await openBrowser(open)
    world.breakNext(how)
    const error = await failure(Promise.resolve(looks[lookup].ask(browser, places, {})))
    expect(error).toMatchObject({ code: 'provider_nonsense', details: { account: 'prod' } })
    for (const value of Object.values(places.access.secret ?? {})) expect(textOf(error)).not.toContain(value)
  })

  test.each(lookups)('stops when the signal aborts: %s', async (lookup) => {
    const { browser, places } = await openBrowser(open)
    const reason = new Error('Nobody waits')
    await expect(looks[lookup].ask(browser, places, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
}

/** Signs in first, so that the next fault affects the lookup. */
async function openBrowser(open: Open) {
  const opened = await open()
  await opened.connection.check({})
  const { browse: browser } = opened.connection
  if (browser === undefined) throw new Error('The provider has lookups, and its connection no browser')
  return { ...opened, browser, places: placesOf(opened.world) }
}

function placesOf({ places }: ProviderWorld): Places {
  if (places === undefined) throw new Error('The provider has lookups, and its world nothing to look at')
  return places
}

function textOf(error: Error & { details: unknown }): string {
  return JSON.stringify([error.message, error.details, String(error.cause)])
}
