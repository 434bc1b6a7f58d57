import { describe, expect, test } from 'vitest'
import type { PreflightCheck, PreflightName, Spec } from '../../../src/migrations/spec.ts'
import type { SpecKeys } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import { openConnection, type SimulatedWorld } from './simulated.ts'
import { groupSpec, keys, pair, spec, syncSpec, targetPair, urlSpec } from './specs.ts'

const { source, target } = spec
const cdn = { domain: 'cdn.example.com', protocol: 'https', authentication: 'ALIYUN_OSS_A' } as const
const withCdnKey = { ...keys, source: { ...pair, cdnKey: 'exampleCdnKey' } }
const list = (key: string, bucket = 'lists') => ({ selection: 'list', listFile: { bucket, key } }) as const

type Case = [what: string, name: PreflightName, typed: Partial<Spec>, keys?: SpecKeys]

describe('before a task is made, it is right', () => {
  test.each<Case>([
    ['that a prefix is there', 'source objects', { source: { ...source, selection: 'prefixes', names: ['2025/'] } }],
    [
      'that objects are there',
      'source objects',
      { source: { ...source, selection: 'objects', names: ['readme.txt'] } },
    ],
    ['that the bucket is in its region', 'source region', {}],
    ['that the list file is there', 'list file', { source: { ...source, ...list('all.txt') } }],
    ['that the folder of list files is there', 'list file', { ...groupSpec, source: { ...source, ...list('parts/') } }],
    ['that the CDN can be read', 'cdn', { source: { ...source, cdn } }, withCdnKey],
    [
      'that the bucket is in the region of the account',
      'target region',
      { target: { ...target, region: 'cn-north-4' } },
    ],
    ['that there is room for one more', 'quota', syncSpec],
  ])('%s', async (_, name, ...[typed, secrets = keys]) => {
    const { look } = await openLooker()
    const checks = await look(typed, secrets)
    expect(checks).toContainEqual(expect.objectContaining({ name, outcome: 'pass' }))
    expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
  })
})

describe('before a task is made, it is wrong', () => {
  test.each<Case>([
    [
      'that the source key opens nothing',
      'source bucket',
      {},
      { ...keys, source: { ...pair, secretKey: 'exampleWrong' } },
    ],
    ['that there is no such source bucket', 'source bucket', { source: { ...source, bucket: 'fotos' } }],
    ['that the source is in another region', 'source region', { source: { ...source, region: 'cn-beijing' } }],
    ['that Huawei takes nothing from its region', 'source region', { source: { ...source, bucket: 'empty' } }],
    ['that the source is empty', 'source objects', { source: { ...source, bucket: 'void' } }],
    [
      'that no name is there',
      'source objects',
      { source: { ...source, selection: 'prefixes', names: ['2019/', '2018/'] } },
    ],
    ['that the list file is missing', 'list file', { source: { ...source, ...list('none.txt') } }],
    ['that the list file is in another region', 'list file', { source: { ...source, ...list('all.txt', 'far') } }],
    ['that the URLs are not there', 'list file', urlSpec],
    [
      'that the CDN is somebody else’s',
      'cdn',
      { source: { ...source, cdn: { ...cdn, authentication: 'TENCENT_COS_A' } } },
      withCdnKey,
    ],
    ['that there is no such destination', 'target bucket', { target: { ...target, bucket: 'archief' } }],
    [
      'that the destination key opens nothing',
      'target bucket',
      {},
      { ...keys, target: { ...targetPair, secretKey: 'exampleWrong' } },
    ],
    ['that the destination is in another region', 'target region', { target: { ...target, bucket: 'far' } }],
    ['that another region was meant', 'target region', { target: { ...target, region: 'cn-east-3' } }],
  ])('%s', async (_, name, ...[typed, secrets = keys]) => {
    const { look } = await openLooker()
    const checks = await look(typed, secrets)
    expect(checks.filter(({ outcome }) => outcome !== 'pass')).toEqual([
      { name, outcome: 'fail', what: expect.stringMatching(/\.$/), next: expect.stringMatching(/\.$/) },
    ])
    expect(JSON.stringify(checks)).not.toContain('exampleWrong')
  })

  test('to look into a source that does not open', async () => {
    const { look, world } = await openLooker()
    await look({ source: { ...source, cdn, bucket: 'fotos' } }, withCdnKey)
    expect(pathsOf(world).filter((path) => /prefix|cdn-info/.test(path))).toEqual([])
  })
})

describe('before a task is made, somebody should know', () => {
  test('that some names are missing, and how many were looked at', async () => {
    const { look, world } = await openLooker()
    const names = ['2025/', ...Array.from({ length: 499 }, (_, index) => `day-${index}/`)]
    const found = await look({ source: { ...source, selection: 'prefixes', names } })
    expect(found).toContainEqual(expect.objectContaining({ name: 'source objects', outcome: 'warn' }))
    expect(found.find(({ name }) => name === 'source objects')?.what).toContain('Of 500 names, the first 10')
    expect(pathsOf(world).filter((path) => path.endsWith('/prefix'))).toHaveLength(10)
  })

  test('that there are as many synchronization tasks as Huawei allows', async () => {
    const { look, world } = await openLooker()
    for (let count = 0; count < 5; count += 1) world.simulator.addSync(world.answers.projectId ?? '')
    expect(await look(syncSpec)).toContainEqual(expect.objectContaining({ name: 'quota', outcome: 'warn' }))
  })

  test('that another prefix of the same bucket is nothing of the same', async () => {
    const { look, create } = await openLooker()
    await create({ source: { ...source, selection: 'prefixes', names: ['2025/'] } })
    const outcomeOf = async (names: string[], prefix?: string) => {
      const typed = { ...target, ...(prefix === undefined ? {} : { prefix }) }
      const found = await look({ source: { ...source, selection: 'prefixes', names }, target: typed })
      return found.find(({ name }) => name === 'same migration')?.outcome
    }
    expect(await outcomeOf(['2025/'])).toBe('warn')
    expect(await outcomeOf(['2026/'])).toBe('pass')
    expect(await outcomeOf(['2025/'], 'old/')).toBe('pass')
  })
})

test('a synchronization task is made only where it can be paused again', async () => {
  const { world, connection } = await openConnection({}, { region: 'ap-southeast-3' })
  const order = { spec: syncSpec, keys, token: 'k' }
  const found = await connection.preflight?.(order, {})
  expect(found?.find(({ name }) => name === 'target region')).toMatchObject({
    outcome: 'fail',
    what: expect.stringContaining('cn-north-4 and cn-east-3 only'),
  })
  expect(await failure(connection.create?.(order, {}) ?? Promise.resolve())).toMatchObject({ code: 'form_invalid' })
  expect(world.idsOf('sync')).toEqual([])
})

describe('before a task is made, nobody knows', () => {
  test('what the cloud did not answer, and everything else is looked at all the same', async () => {
    const { look, world } = await openLooker()
    world.simulator.faults.add({ kind: 'garbage', path: '/buckets/regions', times: 6 })
    const found = await look({})
    expect(outcomesOf(found)).toEqual({
      credentials: 'pass',
      'source bucket': 'unknown',
      'source region': 'unknown',
      'target bucket': 'unknown',
      'target region': 'unknown',
      'same migration': 'pass',
    })
  })

  test('whether a CDN can be read with a temporary key, with which the rest is looked at', async () => {
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

  test('anything more once the account is refused, which is tried no further: Huawei locks a key after five times', async () => {
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
      'same migration': 'unknown',
    })
    expect(world.simulator.calls().filter(({ status }) => status === 401)).toHaveLength(2)
  })
})

async function openLooker() {
  const { world, connection } = await openConnection()
  const { preflight, create } = connection
  if (preflight === undefined || create === undefined) throw new Error('Nothing can be made')
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
