import { describe, expect, test } from 'vitest'
import { naver } from '../../../src/providers/naver/index.ts'
import type { Connection, EditOrder, RouteProblems } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import { account, openConnection } from './simulated.ts'

const target = { kind: 'policy', id: 'nightly' } as const
const secret = { accessKey: 'SRCACCESSKEY', secretKey: 'SRCSECRETKEY' }
const route = {
  name: 'nightly',
  source: { cloud: 'AWS', region: 'eu-north-1', bucket: 'films', prefix: '2026/' },
  target: { bucket: 'films-kr', prefix: '' },
}
const order: EditOrder = { ...target, route, secret }

describe('the route of a policy', () => {
  test('is what its creation said, an empty prefix for the whole bucket', async () => {
    const { connection, world } = await openConnection()
    world.simulator.addJob(account, { title: 'nightly', targetPrefix: 'data/' })
    expect(await connection.readRoute?.(target, {})).toEqual({
      name: 'nightly',
      source: { cloud: 'AWS', region: 'ap-southeast-2', bucket: 'shop-photos', prefix: '' },
      target: { bucket: 'archive', prefix: 'data/' },
    })
  })

  test('is empty where NAVER leaves something out', async () => {
    const omittedFields = ['sourceCspType', 'sourceRegionName', 'sourceBucketName', 'sourcePrefix', 'targetBucketName']
    const { connection, world } = await openConnection({ quirks: { omittedFields } })
    world.simulator.addJob(account, { title: 'nightly' })
    expect(await connection.readRoute?.(target, {})).toMatchObject({
      source: { cloud: '', region: '', bucket: '', prefix: '' },
      target: { bucket: '' },
    })
  })

  test('is not there where there is no policy', async () => {
    const { connection } = await openConnection()
    expect(await connection.readRoute?.(target, {})).toBeUndefined()
    expect(await connection.readRoute?.({ kind: 'task', id: 'nightly' }, {})).toBeUndefined()
  })
})

describe('editing', () => {
  test('replaces everything in one call, and what is then read is what was sent', async () => {
    const { connection, world } = await openConnection()
    world.simulator.addJob(account, { title: 'nightly', state: 'PAUSED', targetPrefix: 'old/' })
    await edit(connection, order)
    expect(callsOf(world)).toEqual(['PUT /migration-api/v1/policy/nightly'])
    expect(await connection.readRoute?.(target, {})).toEqual(route)
  })

  test('with another name renames', async () => {
    const { connection, world } = await openConnection()
    world.simulator.addJob(account, { title: 'nightly', state: 'PAUSED' })
    await edit(connection, { ...order, route: { ...route, name: '야간-복사' } })
    expect(world.simulator.jobs(account).map(({ title }) => title)).toEqual(['야간-복사'])
  })

  test('hands over the two keys, of Azure out of a connection string too', async () => {
    const sources = { keys: [{ accessKey: 'examplestore', secretKey: 'bm90LWEta2V5==' }] }
    const { connection, world } = await openConnection({ account: { sources } })
    world.simulator.addJob(account, { title: 'nightly', state: 'PAUSED' })
    const connectionString =
      'DefaultEndpointsProtocol=https;AccountName=examplestore;AccountKey=bm90LWEta2V5==;EndpointSuffix=core.windows.net'
    const azure = { ...route, source: { ...route.source, cloud: 'Azure' } }
    await edit(connection, { ...order, route: azure, secret: { connectionString } })
    await connection.start(target, {})
    await world.clock.sleep(10_000)
    // Keys that open nothing would have ended it by now.
    expect(await connection.show(target, {})).toMatchObject({ state: 'running', source: { cloud: 'Azure' } })
  })

  test.each([
    ['running', 'STARTED', 'NAVER.100'],
    ['gone', undefined, 'NAVER.300'],
  ] as const)('what is %s is refused by NAVER in its words, and asked once', async (_, state, code) => {
    const { connection, world } = await openConnection()
    if (state !== undefined) world.simulator.addJob(account, { title: 'nightly', state })
    expect(await failure(edit(connection, order))).toMatchObject({ code: 'provider_refused', details: { code } })
    expect(world.callCount()).toBe(1)
  })

  // Doing it again could overwrite what somebody else has saved meanwhile.
  test.each(['cut-before-effect', 'cut-after-effect', 'malformed'] as const)(
    'is not repeated after %s: nobody knows what became of it',
    async (kind) => {
      const { connection, world } = await openConnection()
      world.simulator.addJob(account, { title: 'nightly', state: 'PAUSED' })
      world.simulator.faults.add({ kind, method: 'PUT' })
      const error = await failure(edit(connection, order))
      expect(error).toMatchObject({ code: 'provider_outcome_unknown', details: { ref: 'prod/nightly' } })
      expect(callsOf(world)).toHaveLength(1)
      expect(JSON.stringify([error.message, error.details])).not.toContain(secret.secretKey)
    },
  )

  test('sends nothing that it knows to be wrong', async () => {
    const { connection, world } = await openConnection()
    expect((await failure(edit(connection, { ...order, secret: {} }))).code).toBe('form_invalid')
    expect(world.callCount()).toBe(0)
  })
})

describe('an order', () => {
  const source = (changes: object) => ({ ...route, source: { ...route.source, ...changes } })

  test('that is right has no problems', () => {
    expect(problemsOf(order)).toEqual({})
  })

  test.each<[string, Partial<EditOrder>, RouteProblems]>([
    ['no title', { route: { ...route, name: '' } }, { name: 'Give it a title.' }],
    ['a title with a blank', { route: { ...route, name: 'a b' } }, { name: expect.stringContaining('hyphens') }],
    ['a title of dots', { route: { ...route, name: '..' } }, { name: 'A title is more than dots.' }],
    ['34 Korean letters', { route: { ...route, name: '가'.repeat(34) } }, { name: 'Use at most 100 bytes.' }],
    ['a strange cloud', { route: source({ cloud: 'GCP' }) }, { sourceCloud: 'Choose AWS or Azure.' }],
    ['no region', { route: source({ region: '' }) }, { sourceRegion: 'Fill this in.' }],
    ['no bucket', { route: source({ bucket: '' }) }, { sourceBucket: 'Fill this in.' }],
    ['an endless prefix', { route: source({ prefix: '가'.repeat(342) }) }, { sourcePrefix: 'Use at most 1024 bytes.' }],
    ['no destination', { route: { ...route, target: { bucket: '', prefix: '' } } }, { targetBucket: 'Fill this in.' }],
    ['half a key', { secret: { accessKey: 'A' } }, { key: expect.stringContaining('secret key') }],
    [
      'a connection string for AWS',
      { secret: { connectionString: 'AccountName=a;AccountKey=b' } },
      { key: expect.stringContaining('access key') },
    ],
    [
      'a connection string without a key',
      { route: source({ cloud: 'Azure' }), secret: { connectionString: 'AccountName=a' } },
      { key: expect.stringContaining('secret key') },
    ],
    ['a key that ends soon', { secret: { ...secret, sessionToken: 't' } }, { key: expect.stringContaining('lasting') }],
  ])('with %s has its problem at the field', (_, changes, problems) => {
    expect(problemsOf({ ...order, ...changes })).toEqual(problems)
  })

  test('with several has all of them', () => {
    const problems = problemsOf({ ...order, route: { ...source({ bucket: '', region: '' }), name: 'a/b' } })
    expect(Object.keys(problems).toSorted()).toEqual(['name', 'sourceBucket', 'sourceRegion'])
  })
})

function problemsOf(wanted: EditOrder): RouteProblems {
  const rules = naver.kinds.policy?.routeRules
  if (rules === undefined) throw new Error('Policies have no rules')
  return rules.findProblems(wanted)
}

async function edit(connection: Connection, wanted: EditOrder): Promise<void> {
  if (connection.edit === undefined) throw new Error('The connection cannot edit')
  return connection.edit(wanted, {})
}

function callsOf({ simulator }: Awaited<ReturnType<typeof openConnection>>['world']): string[] {
  return simulator.calls().map(({ method, path }) => `${method} ${path}`)
}
