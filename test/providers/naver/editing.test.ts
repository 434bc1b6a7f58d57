import { describe, expect, test } from 'vitest'
import type { Migration } from '../../../src/migrations/migration.ts'
import type { Spec, SpecProblems } from '../../../src/migrations/spec/spec.ts'
import type { StorageSecret } from '../../../src/migrations/spec/storage-secret.ts'
import { specTold } from '../../../src/migrations/spec/told-spec.ts'
import { naver } from '../../../src/providers/naver/index.ts'
import type { Connection, EditOrder } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import { operationsOf } from '../operations.ts'
import { account, openConnection } from './simulated.ts'

const target = { kind: 'policy', id: 'nightly' } as const
const secret = { accessKey: 'SRCACCESSKEY', secretKey: 'SRCSECRETKEY' }
const spec: Spec = {
  account,
  kind: 'policy',
  name: 'nightly',
  source: {
    ...{ cloud: 'AWS', region: 'eu-north-1', bucket: 'films', key: 'films-read' },
    ...{ selection: 'prefixes', names: ['2026/'] },
  },
  target: { bucket: 'films-kr' },
  options: {},
}
const order: EditOrder = { ...target, spec, keys: { source: secret } }

describe('editing', () => {
  test('replaces everything in one call, and a reading then returns it', async () => {
    const { connection, world } = await openConnection()
    world.simulator.addJob(account, { title: 'nightly', state: 'PAUSED', targetPrefix: 'old/' })
    await edit(connection, order)
    expect(callsOf(world)).toEqual(['PUT /migration-api/v1/policy/nightly'])
    const { key: _, ...told } = spec.source
    expect(specTold(await seen(connection))).toMatchObject({ source: told, target: spec.target })
  })

  test('can rename', async () => {
    const { connection, world } = await openConnection()
    world.simulator.addJob(account, { title: 'nightly', state: 'PAUSED' })
    await edit(connection, { ...order, spec: { ...spec, name: '야간-복사' } })
    expect(world.simulator.jobs(account).map(({ title }) => title)).toEqual(['야간-복사'])
  })

  test('sends the key pair, and for Azure takes it from a connection string', async () => {
    const sources = { keys: [{ accessKey: 'examplestore', secretKey: 'bm90LWEta2V5==' }] }
    const { connection, world } = await openConnection({ account: { sources } })
    world.simulator.addJob(account, { title: 'nightly', state: 'PAUSED' })
    const connectionString =
      'DefaultEndpointsProtocol=https;AccountName=examplestore;AccountKey=bm90LWEta2V5==;EndpointSuffix=core.windows.net'
    const azure = { ...spec, source: { ...spec.source, cloud: 'Azure' } }
    await edit(connection, { ...order, spec: azure, keys: { source: { connectionString } } })
    await operationsOf(connection).start(target, {})
    await world.clock.sleep(10_000)
    // Wrong keys would have ended it by now.
    expect(await connection.show(target, {})).toMatchObject({ state: 'running', source: { cloud: 'Azure' } })
  })

  test.each([
    ['running', 'STARTED', 'NAVER.100'],
    ['gone', undefined, 'NAVER.300'],
  ] as const)('a policy that is %s is refused by NAVER in its words, after one call', async (_, state, code) => {
    const { connection, world } = await openConnection()
    if (state !== undefined) world.simulator.addJob(account, { title: 'nightly', state })
    expect(await failure(edit(connection, order))).toMatchObject({ code: 'provider_refused', details: { code } })
    expect(world.callCount()).toBe(1)
  })

  // A repetition could overwrite what somebody else has saved meanwhile.
  test.each(['cut-before-effect', 'cut-after-effect', 'malformed'] as const)(
    'is not repeated after %s, and its outcome is unknown',
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
    expect((await failure(edit(connection, { ...order, keys: {} }))).code).toBe('form_invalid')
    expect(world.callCount()).toBe(0)
  })
})

describe('an order', () => {
  const source = (changes: object): Partial<EditOrder> => ({
    spec: { ...spec, source: { ...spec.source, ...changes } },
  })
  const opens = (opened: StorageSecret): Partial<EditOrder> => ({ keys: { source: opened } })
  const azure = source({ cloud: 'Azure' })

  test('has no problems if it is correct', () => {
    expect(problemsOf(order)).toEqual({})
  })

  test.each<[string, Partial<EditOrder>, SpecProblems]>([
    ['no title', { spec: { ...spec, name: '' } }, { name: 'This is required.' }],
    ['a title with a blank', { spec: { ...spec, name: 'a b' } }, { name: expect.stringContaining('hyphens') }],
    ['a title of dots', { spec: { ...spec, name: '..' } }, { name: 'A title needs more than dots.' }],
    ['34 Korean letters', { spec: { ...spec, name: '가'.repeat(34) } }, { name: 'Use at most 100 bytes.' }],
    ['a strange cloud', source({ cloud: 'GCP' }), { 'source.cloud': 'Choose one of: AWS, Azure.' }],
    ['no region', source({ region: '' }), { 'source.region': 'This is required.' }],
    ['no bucket', source({ bucket: '' }), { 'source.bucket': 'This is required.' }],
    ['two prefixes', source({ names: ['a/', 'b/'] }), { 'source.names': expect.stringContaining('Only one prefix') }],
    ['an endless prefix', source({ names: ['가'.repeat(342)] }), { 'source.names': 'Use at most 1024 bytes.' }],
    ['no destination', { spec: { ...spec, target: { bucket: '' } } }, { 'target.bucket': 'This is required.' }],
    ['half a key', opens({ accessKey: 'A' }), { 'source.key': expect.stringContaining('key pair') }],
    [
      'a connection string for AWS',
      opens({ connectionString: 'AccountName=a;AccountKey=b' }),
      { 'source.key': expect.stringContaining('key pair') },
    ],
    [
      'a connection string without a key',
      { ...azure, ...opens({ connectionString: 'AccountName=a' }) },
      { 'source.key': expect.stringContaining('connection string') },
    ],
    [
      'a key that ends soon',
      opens({ ...secret, sessionToken: 't' }),
      { 'source.key': expect.stringContaining('permanent') },
    ],
  ])('with %s has its problem at the field', (_, changes, problems) => {
    expect(problemsOf({ ...order, ...changes })).toEqual(problems)
  })

  test('with several problems reports all of them', () => {
    const several = { ...spec, name: 'a/b', source: { ...spec.source, bucket: '', region: '' } }
    const problems = problemsOf({ ...order, spec: several })
    expect(Object.keys(problems).toSorted()).toEqual(['name', 'source.bucket', 'source.region'])
  })
})

function problemsOf(wanted: EditOrder): SpecProblems {
  const editing = naver.kinds.policy?.can.edit?.inputs
  if (editing === undefined) throw new Error('Policies cannot be edited')
  return editing.problemsIn(wanted.spec, wanted.keys)
}

async function edit(connection: Connection, wanted: EditOrder): Promise<void> {
  if (operationsOf(connection).edit === undefined) throw new Error('The connection cannot edit')
  return operationsOf(connection).edit(wanted, {})
}

async function seen(connection: Connection): Promise<Migration> {
  const migration = await connection.show(target, {})
  if (migration === undefined) throw new Error('There is no policy')
  return migration
}

function callsOf({ simulator }: Awaited<ReturnType<typeof openConnection>>['world']): string[] {
  return simulator.calls().map(({ method, path }) => `${method} ${path}`)
}
