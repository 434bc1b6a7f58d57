import { describe, expect, test } from 'vitest'
import type { Behaviour } from '../../../playground/huawei/simulator.ts'
import type { PreflightCheck, PreflightName, Spec } from '../../../src/migrations/spec/spec.ts'
import type { SpecKeys } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import { operationsOf } from '../operations.ts'
import { openConnection, type SimulatedWorld } from './simulated.ts'
import { groupSpec, keys, pair, spec, syncSpec, targetPair, urlSpec } from './specs.ts'

const { source, target } = spec
const cdn = { domain: 'cdn.example.com', protocol: 'https', authentication: 'ALIYUN_OSS_A' } as const
const withCdnKey = { ...keys, source: { ...pair, cdnKey: 'exampleCdnKey' } }
const list = (key: string, bucket = 'lists') => ({ selection: 'list', listFile: { bucket, key } }) as const

const urlsOf = (key: string): Spec => ({
  ...urlSpec,
  source: { ...urlSpec.source, listFile: { bucket: 'lists', key } },
})
const azure = { ...source, cloud: 'Azure' }
const byString: SpecKeys = { ...keys, source: { connectionString: 'AccountName=example;AccountKey=exampleKey' } }

type Case = [what: string, name: PreflightName, typed: Partial<Spec>, keys?: SpecKeys]

describe('the checks before a task is created pass', () => {
  test.each<Case>([
    ['if a prefix exists', 'source objects', { source: { ...source, selection: 'prefixes', names: ['2025/'] } }],
    ['if objects exist', 'source objects', { source: { ...source, selection: 'objects', names: ['readme.txt'] } }],
    ['if the bucket is in its region', 'source region', {}],
    ['if the list file exists', 'list file', { source: { ...source, ...list('all.txt') } }],
    ['if the folder of list files exists', 'list file', { ...groupSpec, source: { ...source, ...list('parts/') } }],
    ['if the URLs can be read', 'list file', urlsOf('addresses.txt')],
    ['if the CDN can be read', 'cdn', { source: { ...source, cdn } }, withCdnKey],
    ['if the bucket is in the account’s region', 'target region', { target: { ...target, region: 'cn-north-4' } }],
    ['if the quota allows another one', 'quota', syncSpec],
  ])('%s', async (_, name, ...[typed, secrets = keys]) => {
    const { look } = await openLooker()
    const checks = await look(typed, secrets)
    expect(checks).toContainEqual(expect.objectContaining({ name, outcome: 'pass' }))
    expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
  })
})

describe('the checks before a task is created fail', () => {
  test.each<Case>([
    [
      'if the source key opens nothing',
      'source bucket',
      {},
      { ...keys, source: { ...pair, secretKey: 'exampleWrong' } },
    ],
    ['if the source bucket does not exist', 'source bucket', { source: { ...source, bucket: 'fotos' } }],
    ['if the source is in another region', 'source region', { source: { ...source, region: 'cn-beijing' } }],
    ['if Huawei cannot copy from the source region', 'source region', { source: { ...source, bucket: 'empty' } }],
    ['if the source is empty', 'source objects', { source: { ...source, bucket: 'void' } }],
    [
      'if none of the names exist',
      'source objects',
      { source: { ...source, selection: 'prefixes', names: ['2019/', '2018/'] } },
    ],
    ['if the list file is missing', 'list file', { source: { ...source, ...list('none.txt') } }],
    ['if the list file is in another region', 'list file', { source: { ...source, ...list('all.txt', 'far') } }],
    ['if the list of URLs does not exist', 'list file', urlSpec],
    ['if a line of the list is not a URL with a name', 'list file', urlsOf('wrong.txt')],
    [
      'if the CDN serves other objects',
      'cdn',
      { source: { ...source, cdn: { ...cdn, authentication: 'TENCENT_COS_A' } } },
      withCdnKey,
    ],
    ['if the destination does not exist', 'target bucket', { target: { ...target, bucket: 'archief' } }],
    [
      'if the destination key opens nothing',
      'target bucket',
      {},
      { ...keys, target: { ...targetPair, secretKey: 'exampleWrong' } },
    ],
    ['if the destination is in another region', 'target region', { target: { ...target, bucket: 'far' } }],
    ['if the spec names another region', 'target region', { target: { ...target, region: 'cn-east-3' } }],
  ])('%s', async (_, name, ...[typed, secrets = keys]) => {
    const { look } = await openLooker()
    const checks = await look(typed, secrets)
    expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([
      { name, outcome: 'fail', what: expect.stringMatching(/\.$/), next: expect.stringMatching(/\.$/) },
    ])
    expect(JSON.stringify(checks)).not.toContain('exampleWrong')
  })

  test('without reading a source that does not open', async () => {
    const { look, world } = await openLooker()
    await look({ source: { ...source, cdn, bucket: 'fotos' } }, withCdnKey)
    expect(pathsOf(world).filter((path) => /prefix|cdn-info/.test(path))).toEqual([])
  })
})

describe('the checks before a task is created warn', () => {
  test('if some names are missing, with the number of checked names', async () => {
    const { look, world } = await openLooker()
    const names = ['2025/', ...Array.from({ length: 499 }, (_, index) => `day-${index}/`)]
    const found = await look({ source: { ...source, selection: 'prefixes', names } })
    expect(found).toContainEqual(expect.objectContaining({ name: 'source objects', outcome: 'warn' }))
    expect(found.find(({ name }) => name === 'source objects')?.what).toContain(
      'Ferry checked the first 10 of 500 names',
    )
    expect(pathsOf(world).filter((path) => path.endsWith('/prefix'))).toHaveLength(10)
  })

  test('if there are as many synchronization tasks as Huawei allows', async () => {
    const { look, world } = await openLooker()
    for (let count = 0; count < 5; count += 1) world.simulator.addSync(world.answers.projectId ?? '')
    expect(await look(syncSpec)).toContainEqual(expect.objectContaining({ name: 'quota', outcome: 'warn' }))
  })
})

test('a synchronization task is created only in a region where it can be paused', async () => {
  const { world, connection } = await openConnection({}, { region: 'ap-southeast-3' })
  const order = { spec: syncSpec, keys, token: 'k' }
  const found = await operationsOf(connection).preflight(order, {})
  expect(found?.find(({ name }) => name === 'target region')).toMatchObject({
    outcome: 'fail',
    what: expect.stringContaining('cn-north-4 and cn-east-3 only'),
  })
  expect(await failure(operationsOf(connection).create(order, {}) ?? Promise.resolve())).toMatchObject({
    code: 'form_invalid',
  })
  expect(world.idsOf('sync')).toEqual([])
})

describe('the features of a region’s API', () => {
  const encrypting: Partial<Spec> = { options: { encrypts: true } }
  const inAzure: Partial<Spec> = { ...groupSpec, source: azure }

  test.each<['both' | 'reference' | 'sdk', string, string]>([
    ['both', 'pass', 'pass'],
    ['reference', 'pass', 'warn'],
    ['sdk', 'warn', 'pass'],
  ])('show in its responses: %s', async (contract, encryption, connection) => {
    const { look, world } = await openLooker({ contract })
    expect(outcomesOf(await look(encrypting))).toMatchObject({ encryption: 'unknown' })
    expect(outcomesOf(await look(inAzure, byString))).toMatchObject({ 'source key': 'unknown' })
    world.simulator.addGroup(world.answers.projectId ?? '', { status: 0 })
    expect(outcomesOf(await look(encrypting))).toMatchObject({ encryption })
    expect(outcomesOf(await look(inAzure, byString))).toMatchObject({ 'source key': connection })
  })

  test('are checked only if they matter', async () => {
    const { look } = await openLooker()
    const plain = outcomesOf(await look({}))
    expect([plain.encryption, plain['source key']]).toEqual([undefined, undefined])
  })
})

describe('the check of a list of URLs', () => {
  test('names the wrong line', async () => {
    const { look } = await openLooker()
    const check = (await look(urlsOf('wrong.txt'))).find(({ name }) => name === 'list file')
    expect(check?.what).toContain('line 2 of wrong.txt')
    expect(check?.next).toContain('Each line is a URL')
  })

  test('only looks for the list if OMS cannot check it or the key is temporary', async () => {
    const { look, world } = await openLooker()
    const body = { error_code: 'APIGW.0101', error_msg: 'The API does not exist' }
    world.simulator.faults.add({ kind: 'status', status: 404, body, path: '/url-source-list-file' })
    expect(outcomesOf(await look(urlsOf('addresses.txt')))).toMatchObject({ 'list file': 'unknown' })
    const target = { accessKey: 'TMPEXAMPLEAK', secretKey: 'exampleTemporary', sessionToken: 'example-session' }
    expect(outcomesOf(await look(urlsOf('addresses.txt'), { target }))).toMatchObject({ 'list file': 'unknown' })
  })
})

describe('the checks before a task is created are unknown', () => {
  test('if the cloud did not answer, and the others still run', async () => {
    const { look, world } = await openLooker()
    world.simulator.faults.add({ kind: 'garbage', path: '/buckets/regions', times: 6 })
    const found = await look({})
    expect(outcomesOf(found)).toEqual({
      credentials: 'pass',
      'source bucket': 'unknown',
      'source region': 'unknown',
      'target bucket': 'unknown',
      'target region': 'unknown',
    })
  })

  test('if a CDN would be read with a temporary key, and the others still run', async () => {
    const { look } = await openLooker()
    const temporary = { accessKey: 'TMPEXAMPLEAK', secretKey: 'exampleTemporary', sessionToken: 'example-session' }
    const open = { ...cdn, authentication: 'NONE' }
    const found = await look({ source: { ...source, cdn: open } }, { ...keys, source: temporary })
    expect(outcomesOf(found)).toMatchObject({
      'source bucket': 'pass',
      'source region': 'pass',
      'source objects': 'pass',
      cdn: 'unknown',
    })
  })

  test('if the account is refused, which Ferry tries no further because Huawei locks a key after five failures', async () => {
    const { look, world } = await openLooker()
    const body = { error_code: 'APIGW.0301', error_msg: 'Incorrect IAM authentication information' }
    for (const path of ['/objectstorage/buckets', '/tasks?limit=100']) {
      world.simulator.faults.add({ kind: 'status', status: 401, body, path, times: 9 })
    }
    const found = await look({ source: { ...source, ...list('all.txt') } })
    expect(outcomesOf(found)).toEqual({
      credentials: 'pass',
      'source bucket': 'unknown',
      'source region': 'unknown',
      'list file': 'unknown',
      'target bucket': 'unknown',
      'target region': 'unknown',
    })
    expect(world.simulator.calls().filter(({ status }) => status === 401)).toHaveLength(2)
  })
})

async function openLooker(behaviour: Partial<Behaviour> = {}) {
  const { world, connection } = await openConnection(behaviour)
  const { preflight, create } = operationsOf(connection)
  const orderOf = (typed: Partial<Spec>, secrets: SpecKeys) => ({
    spec: { ...spec, ...typed },
    keys: secrets,
    token: 'k3x9',
  })
  return {
    world,
    look: (typed: Partial<Spec>, secrets: SpecKeys = keys) => preflight(orderOf(typed, secrets), {}),
    create: (typed: Partial<Spec>) => create(orderOf(typed, keys), {}),
  }
}

function pathsOf(world: SimulatedWorld): string[] {
  return world.simulator.calls().map(({ path }) => path)
}

function outcomesOf(checks: readonly PreflightCheck[]): Partial<Record<PreflightName, string>> {
  return Object.fromEntries(checks.map(({ name, outcome }) => [name, outcome]))
}
