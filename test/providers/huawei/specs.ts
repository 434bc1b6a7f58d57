import fc from 'fast-check'
import { defined } from '../../../src/defined.ts'
import type { Kind } from '../../../src/migrations/migration.ts'
import { type Selection, selections } from '../../../src/migrations/spec/selection.ts'
import type { Spec, SpecOptions, SpecSource } from '../../../src/migrations/spec/spec.ts'
import type { StorageSecret } from '../../../src/migrations/spec/storage-secret.ts'
import type { Limit } from '../../../src/migrations/typed/limit-rules.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import type { CreateOrder, Creation } from '../../../src/providers/provider.ts'
import { anyOptions } from '../../migrations/any-options.ts'
import { keyAnswers } from './open-account.ts'

export const pair = { accessKey: 'SRCEXAMPLEAK', secretKey: 'exampleSourceSecret' }
export const targetPair = { accessKey: keyAnswers.accessKey, secretKey: keyAnswers.secretKey }
export const keys = { source: pair, target: targetPair }
export const region = 'cn-north-4'

/** The smallest order for the buckets of the simulated cloud. */
export const spec = {
  account: 'prod',
  kind: 'task',
  source: { cloud: 'Aliyun', region: 'cn-hangzhou', bucket: 'photos', key: 'photos-read', selection: 'everything' },
  target: { bucket: 'archive', key: 'archive-write' },
  options: {},
} as const satisfies Spec

export const groupSpec: Spec = { ...spec, kind: 'group' }
export const syncSpec: Spec = { ...spec, kind: 'sync' }

export const urlSpec: Spec = {
  ...spec,
  source: { selection: 'url list', listFile: { bucket: 'lists', key: 'urls.txt' } },
}

export const kinds = ['task', 'group', 'sync'] as const

export function creationOf(kind: Kind): Creation {
  const creation = huawei.kinds[kind]?.can.creation
  if (creation === undefined) throw new Error(`No ${kind} can be made`)
  return creation
}

/** The selections that a kind offers. A kind without a choice takes everything. */
function selectionsOf({ takes }: Creation): Selection[] {
  const offered = takes['source.selection']?.choices ?? ['everything']
  return selections.filter((selection) => offered.includes(selection))
}

/** Generates any order of a kind that the documents allow, with everything that the kind takes. */
export function anyOrder(kind: (typeof kinds)[number]): fc.Arbitrary<CreateOrder> {
  const creation = creationOf(kind)
  return fc
    .record({ opening: anyOpening(kind), selection: fc.constantFrom(...selectionsOf(creation)), token: anyToken })
    .chain(({ opening, selection, token }) => {
      const source = selection === 'url list' ? anyUrls(kind) : anySource(kind, opening, selection)
      return fc
        .record({
          source,
          description: fc.option(anyText(200, /[\\^<>()&"']/), { nil: undefined }),
          prefix: fc.option(fc.string({ minLength: 1, maxLength: 100 }), { nil: undefined }),
          targetRegion: fc.constantFrom(undefined, region),
          options: anyOptionsOf(kind, opening.cloud, selection),
        })
        .map(
          (made): CreateOrder => ({
            token,
            keys: { ...(selection === 'url list' ? {} : { source: opening.secret }), target: targetPair },
            spec: defined({
              account: 'prod',
              kind,
              description: made.description,
              source: made.source,
              target: defined({
                bucket: 'archive',
                key: 'archive-write',
                region: made.targetRegion,
                prefix: kind === 'sync' ? undefined : made.prefix,
              }),
              options: made.options,
            }),
          }),
        )
    })
}

export const anyToken = fc.stringMatching(/^[A-Za-z0-9]{1,32}$/)

type Opening = { cloud: string; secret: StorageSecret; appId?: string }

function anyOpening(kind: Kind): fc.Arbitrary<Opening> {
  const secret = { ...pair, cdnKey: 'exampleCdnKey' }
  const openings: Opening[] = [
    ...['AWS', 'Aliyun', 'HuaweiCloud', 'Qiniu', 'Azure'].map((cloud) => ({ cloud, secret })),
    { cloud: 'Tencent', secret, appId: '1250000000' },
    ...(kind === 'sync' ? [] : [{ cloud: 'Google', secret: { jsonKeyFile: '{"type":"example"}' } }]),
    ...(kind === 'sync'
      ? []
      : [{ cloud: 'Azure', secret: { connectionString: 'AccountName=example;AccountKey=exampleKey' } }]),
    ...(kind === 'task' ? [{ cloud: 'AWS', secret: { ...secret, sessionToken: 'example-session' } }] : []),
  ]
  return fc.constantFrom(...openings)
}

function anySource(
  kind: Kind,
  { cloud, secret, appId }: Opening,
  selection: SpecSource['selection'],
): fc.Arbitrary<SpecSource> {
  const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  const isByName = selection === 'prefixes' || selection === 'objects'
  const authentications = secret.cdnKey === undefined ? ['NONE'] : ['NONE', 'ALIYUN_OSS_A']
  return fc
    .record({
      names: isByName ? fc.array(name, { minLength: 1, maxLength: 20 }) : fc.constant(undefined),
      listFile: selection === 'list' ? anyListFile(kind) : fc.constant(undefined),
      cdn: fc.option(
        fc.record({
          domain: fc.domain(),
          protocol: fc.constantFrom('http' as const, 'https' as const),
          authentication: fc.constantFrom(...authentications),
        }),
        { nil: undefined },
      ),
    })
    .map((made) =>
      defined({ cloud, region: 'somewhere-1', bucket: 'elsewhere', appId, key: 'photos-read', selection, ...made }),
    )
}

function anyUrls(kind: Kind): fc.Arbitrary<SpecSource> {
  return fc.record({ listFile: anyListFile(kind) }).map((made) => ({ ...made, selection: 'url list' as const }))
}

function anyListFile(kind: Kind) {
  const ending = kind === 'group' ? '/' : '.txt'
  return fc.string({ minLength: 1, maxLength: 30 }).map((name) => ({ bucket: 'lists', key: `${name}${ending}` }))
}

function anyOptionsOf(kind: Kind, cloud: string, selection: SpecSource['selection']): fc.Arbitrary<SpecOptions> {
  const isUrlList = selection === 'url list'
  const hasChecksums = !isUrlList && ['HuaweiCloud', 'Aliyun', 'Tencent'].includes(cloud)
  const typed = {
    'options.since': fc.nat(4_000_000_000_000),
    'options.limits': anyLimits,
    'options.notification': anyNotification,
  }
  return anyOptions(creationOf(kind).takes, typed, (field, value) => {
    if (value === 'checksum' || value === 'if checksum differs') return hasChecksums
    return field !== 'options.check' || value !== 'none' || isUrlList
  })
}

const anyLimits: fc.Arbitrary<Limit[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 1_439 }), { minLength: 2, maxLength: 10 })
  .chain((minutes) => {
    const sorted = minutes.toSorted((a, b) => a - b).map(clockTime)
    const count = Math.floor(sorted.length / 2)
    const speeds = fc.array(fc.integer({ min: 1_048_576, max: 209_715_200 }), { minLength: count, maxLength: count })
    return speeds.map((all) =>
      all.map((bytesPerSecond, index) => ({
        start: sorted[2 * index] ?? '',
        end: sorted[2 * index + 1] ?? '',
        bytesPerSecond,
      })),
    )
  })

const anyNotification = fc
  .record({
    on: fc.constantFrom(['success' as const], ['failure' as const], ['success' as const, 'failure' as const]),
    language: fc.constantFrom(undefined, 'zh-cn', 'en-us'),
    template: fc.constantFrom(undefined, 'short'),
  })
  .map((made) => defined({ topic: `urn:smn:${region}:4cf2090802d94440b4cdd72ef26857b2:OMS`, ...made }))

function clockTime(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

export function anyText(maxLength: number, forbidden: RegExp): fc.Arbitrary<string> {
  return fc.string({ minLength: 1, maxLength, unit: 'grapheme' }).map((text) => {
    const allowed = text.replaceAll(new RegExp(forbidden, 'g'), '_')
    return allowed.slice(0, maxLength)
  })
}
