import fc from 'fast-check'
import type { Trail } from '../../src/migrations/typed/trail.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { AccountPage } from '../../src/views/browse/account.ts'
import type { BrowsableAccount } from '../../src/views/browse/accounts.ts'
import type { OpenBucket } from '../../src/views/browse/bucket.ts'
import type { BucketRows } from '../../src/views/browse/buckets.ts'
import type { CdnForm } from '../../src/views/browse/cdn.ts'
import type { CloudPage } from '../../src/views/browse/cloud.ts'
import { channelId, figure, hostile, keptName, unquoted } from './hostile.ts'
import { many } from './inputs.ts'

/** Places to browse, with names as clouds allow them and worse. */

export const anyAgreement = fc.record({ account: keptName, cloud: fc.constant(huawei.label) })
const label = fc.constant(huawei.label)
export const anyAccount: fc.Arbitrary<BrowsableAccount> = fc.record({ name: keptName, cloud: label })

const page = fc.integer({ min: 1, max: 10_000 })
const optional = { key: keptName, appId: hostile, region: hostile, after: hostile, page }
const required = { account: keptName, cloud: hostile, bucket: hostile, path: folder() }
const inCloud: fc.Arbitrary<Trail & { cloud: string }> = fc.record(
  { ...required, ...optional },
  { requiredKeys: ['account', 'cloud'] },
)
const inBucket: fc.Arbitrary<OpenBucket['trail']> = fc.record(
  { ...required, ...optional },
  { requiredKeys: ['account', 'bucket', 'path'] },
)

const troubles = fc.array(unquoted, { maxLength: 8 })
const region = fc.record({ id: hostile, name: hostile }, { requiredKeys: ['id'] })
const bucket = fc.record({ name: hostile, region: hostile, objects: figure, bytes: figure }, { requiredKeys: ['name'] })
const service = fc.record(
  { id: hostile, name: hostile, region: hostile, state: hostile, isOwn: fc.boolean() },
  { requiredKeys: ['id', 'isOwn'] },
)

export const anyBucketRows: fc.Arbitrary<BucketRows> = fc.record({
  buckets: many(bucket),
  trail: inCloud,
  canOpen: fc.boolean(),
})

export const anyAccountPage: fc.Arbitrary<AccountPage> = fc.record({
  account: keptName,
  cloud: label,
  facts: maybe(many(fc.record({ label: hostile, value: hostile }))),
  services: maybe(many(service)),
  clouds: maybe(many(hostile)),
  regions: maybe(many(region)),
  buckets: maybe(anyBucketRows),
  others: many(anyAccount),
  troubles,
})

export const anyCloudPage: fc.Arbitrary<CloudPage> = fc.record({
  trail: inCloud,
  keys: fc.uniqueArray(keptName, { maxLength: 120 }),
  lastKey: maybe(keptName),
  wantsAppId: fc.boolean(),
  regions: maybe(many(region)),
  troubles,
})

const entry = fc.record(
  { name: fc.oneof(hostile, folder()), isFolder: fc.boolean(), size: hostile },
  { requiredKeys: ['name', 'isFolder'] },
)

export const anyOpenBucket: fc.Arbitrary<OpenBucket> = fc.record({
  trail: inBucket,
  region: maybe(fc.record({ id: hostile, name: hostile, canMigrate: fc.boolean() }, { requiredKeys: ['id'] })),
  content: maybe(
    fc.record({ entries: fc.array(entry, { maxLength: 15 }), next: hostile }, { requiredKeys: ['entries'] }),
  ),
  hasPrefix: maybe(fc.boolean()),
  canCheckCdn: fc.boolean(),
  troubles,
})

const choice = fc.record({ value: keptName, label: hostile })
export const anyCdnForm: fc.Arbitrary<CdnForm> = fc.record(
  {
    trail: inBucket,
    domain: hostile,
    authentications: fc.uniqueArray(choice, { minLength: 1, maxLength: 12, selector: ({ value }) => value }),
    channel: channelId,
  },
  { requiredKeys: ['trail', 'authentications'] },
)

export const anyCdnResult = fc.tuple(
  inBucket,
  hostile,
  fc.record({ canRead: fc.boolean(), problem: unquoted }, { requiredKeys: ['canRead'] }),
)

function folder(): fc.Arbitrary<string> {
  return fc
    .tuple(hostile, fc.integer({ min: 0, max: 40 }))
    .map(([name, depth]) => `${name.slice(0, 400)}/`.repeat(depth))
}

function maybe<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> {
  return fc.option(value, { nil: undefined })
}
