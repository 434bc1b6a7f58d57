import { AppError } from '../../src/errors/errors.ts'
import type { BucketEntry } from '../../src/migrations/spec/places.ts'
import type { Browser, Lookup, ObjectsQuery, Provider, SourceAccess } from '../../src/providers/provider.ts'
import { keyAnswers } from '../providers/huawei/open-account.ts'
import { answers as naverAnswers } from '../providers/naver/open-account.ts'
import { tokenAnswers } from '../providers/upcloud/open-account.ts'
import { typedBy } from '../views/readable.ts'
import { type Desk, shownIn, type Typing } from './desk.ts'

/** A cloud in memory that can be browsed. Tests can change its contents at any time. */
export type Browsable = {
  /** Every lookup, with what it named. */
  calls: string[]
  /** The keys that each lookup used. */
  secrets: (string | undefined)[]
  clouds: string[]
  regions: { id: string; name?: string }[]
  buckets: string[]
  /** Full names of objects, the same in every bucket. */
  objects: string[]
  /** Lookups that fail, with their errors. */
  failures: Partial<Record<keyof Browser | 'agree', Error | AppError>>
  canMigrate: boolean | undefined
  cdn: { canRead: boolean; problem?: string }
}

const everything: readonly Lookup[] = [
  'facts',
  'clouds',
  'regions',
  'buckets',
  'bucket region',
  'objects',
  'prefix',
  'cdn',
]
const ownOnly: readonly Lookup[] = ['facts', 'services', 'regions', 'buckets']

/** Makes the accounts of the test browsable: those of `huawei` show other clouds, those of `upcloud` their own. */
export function makeBrowsable(desk: Desk, providers: readonly Provider[]): Browsable {
  const cloud: Browsable = {
    calls: [],
    secrets: [],
    clouds: ['AWS', 'Aliyun', 'Tencent'],
    regions: [{ id: 'us-east-1', name: 'N. Virginia' }],
    buckets: ['photos', 'photos-old', 'invoices'],
    objects: ['a.jpg', '2026/b.jpg', '2026/11/c.jpg'],
    failures: {},
    canMigrate: true,
    cdn: { canRead: true },
  }
  const open = desk.tools.connect
  desk.tools.providers = providers.map((provider) => ({ ...provider, ...lookupsOf(provider) }))
  desk.tools.connect = (account) => ({
    ...open(account),
    browse: browserOf(cloud),
    ...(account.provider === 'huawei' && { acceptPrivacyStatement: () => ask(cloud, 'agree', account.name) }),
  })
  return cloud
}

export function addAccount({ tools }: Desk, provider: Provider['name'], name: string): Promise<void> {
  const account = { name, provider, credentials: credentials[provider], facts: {}, createdBy: 'U1', createdAt: 1 }
  return tools.store.accounts.set(name, account)
}

const credentials = { huawei: keyAnswers, naver: naverAnswers, upcloud: tokenAnswers }

/** The commands that the buttons of an answer type, by label. */
export async function waysFrom(desk: Desk, text: string, how?: Typing): Promise<Record<string, string>> {
  return typedBy(shownIn((await desk.types(text, how)).reply))
}

const about = { provider: 'Huawei Cloud OMS', account: 'prod-hw' }
export const silent = new AppError('provider_unreachable', about)
export const denied = new AppError('provider_denied', about)

export function refused(code: string): AppError {
  return new AppError('provider_refused', { ...about, code, message: 'no' })
}

function lookupsOf({ name }: Provider): Partial<Provider> {
  const cdnAuthentications = [
    { value: 'NONE', label: 'None', needsKey: false },
    { value: 'SIGNED', label: 'Signed', needsKey: true },
  ]
  if (name === 'huawei') return { lookups: everything, hasPrivacyStatement: true, cdnAuthentications }
  return name === 'upcloud' ? { lookups: ownOnly } : {}
}

function browserOf(cloud: Browsable): Browser {
  const { calls, secrets } = cloud
  const opened = async (question: keyof Browser, access: SourceAccess & { bucket?: string }, more = '') => {
    secrets.push(access.secret?.accessKey)
    await ask(cloud, question, [access.cloud, access.bucket, access.appId, more].filter(Boolean).join(' '))
  }
  return {
    facts: () => ask(cloud, 'facts').then(() => [{ label: 'API version', value: 'v2' }]),
    services: () =>
      ask(cloud, 'services').then(() => [
        { id: 'other', isOwn: false },
        { id: 'own', isOwn: true, state: 'running' },
      ]),
    clouds: () => ask(cloud, 'clouds').then(() => cloud.clouds),
    regions: (query) => ask(cloud, 'regions', query.cloud).then(() => cloud.regions),
    buckets: (query) => opened('buckets', query).then(() => cloud.buckets.map((name) => ({ name }))),
    async bucketRegion(query) {
      await opened('bucketRegion', query)
      return { id: 'us-east-1', ...(cloud.canMigrate === undefined ? {} : { canMigrate: cloud.canMigrate }) }
    },
    async objects(query) {
      await opened(
        'objects',
        query,
        `${query.folder} after ${query.after ?? 'nothing'} in ${query.region ?? 'nowhere'}`,
      )
      return page(cloud, query)
    },
    async hasPrefix(query) {
      await opened('hasPrefix', query, query.prefix)
      return cloud.objects.some((key) => key.startsWith(query.prefix))
    },
    async cdn(query) {
      await opened('cdn', query, `${query.protocol} ${query.domain} ${query.authentication}`)
      calls.push(`with ${query.secret?.cdnKey ?? 'no CDN key'}`)
      return cloud.cdn
    },
  }
}

async function ask({ calls, failures }: Browsable, question: keyof Browser | 'agree', about = ''): Promise<void> {
  calls.push(`${question} ${about}`.trim())
  const failure = failures[question]
  if (failure !== undefined) throw failure
}

function page({ objects }: Browsable, { folder, after = '', limit }: ObjectsQuery) {
  const below = objects.filter((key) => key.startsWith(folder) && key !== folder)
  const names = new Set(below.map((key) => key.slice(0, key.indexOf('/', folder.length) + 1 || key.length + 1)))
  const rest = [...names].toSorted().filter((name) => name > after)
  const entries: BucketEntry[] = rest.slice(0, limit).map((name) => {
    const isFolder = name.endsWith('/')
    return { name, isFolder, ...(isFolder ? {} : { size: '1.00 MB' }) }
  })
  const last = entries.at(-1)?.name
  return { entries, ...(rest.length > limit && last !== undefined ? { next: last } : {}) }
}
