import type { z } from 'zod'
import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import type { BucketPage, BucketRegion, CdnCheck, ServiceFact } from '../../migrations/spec/places.ts'
import { refusalOf } from '../creation/preflight.ts'
import type { Browser, BucketAccess, CallOptions, CdnAccess, ObjectsQuery, SourceAccess } from '../provider.ts'
import { checked } from '../wire/order.ts'
import { label } from './client/client.ts'
import { readableRows, type Session } from './client/session.ts'
import { oms } from './oms.ts'
import { regions } from './regions.ts'
import { cdnQuery, maxObjects, objectListing, prefixCheck } from './requests/buckets.ts'
import { cloudOf } from './translate/parts.ts'
import { regionsOf, toBucketPage, toBucketRegion, toCdnCheck, toVersionFacts } from './translate/places.ts'

/** Everything that can be browsed at OMS. It has one storage service, so there are none to choose from. */
export type HuaweiBrowser = Required<Omit<Browser, 'services'>>

/**
 * Shows what OMS reveals about itself and about any cloud's buckets. It opens no bucket without a key, not even its
 * own.
 */
export function createBrowser(session: Session): HuaweiBrowser {
  const { call } = session
  return {
    facts: (options) => readFacts(session, options),
    clouds: async (options) => readableRows(session, await call(oms.ShowCloudType, { type: 'src' }, options)),
    regions: async ({ cloud = ownCloud }, options) =>
      regionsOf(cloud, readableRows(session, await call(oms.ShowRegionInfo, {}, options))),
    buckets: async (query, options) => {
      const names = readableRows(session, await call(oms.ShowBucketList, permanentAccess(query), options))
      return [...new Set(names)].map((name) => ({ name }))
    },
    bucketRegion: (query, options) => readBucketRegion(session, query, options),
    objects: (query, options) => readObjects(session, query, options),
    hasPrefix: (query, options) => lookForPrefix(session, query, options),
    cdn: (query, options) => tryCdn(session, query, options),
  }
}

const ownCloud = 'HuaweiCloud'

/** The version of the API that every call uses. */
const ownVersion = 'v2'

/** Facts about OMS. Its list does not tell versions apart for sure, so the version in use is asked for by itself. */
async function readFacts(session: Session, options: CallOptions): Promise<ServiceFact[]> {
  const { region, omsEndpoint } = session.access
  const versions = readableRows(session, await session.call(oms.ListApiVersions, {}, options))
  const own = await refusalOf(session.call(oms.ShowApiInfo, { id: ownVersion }, options))
  const name = regions.find(({ id }) => id === region)?.name
  return [
    { label: 'Region', value: name === undefined ? region : `${name} (${region})` },
    { label: 'Endpoint', value: omsEndpoint.host },
    ...('answer' in own ? toVersionFacts([own.answer], 'API version in use') : []),
    ...toVersionFacts(versions, 'API version'),
  ]
}

async function readBucketRegion(session: Session, query: BucketAccess, options: CallOptions): Promise<BucketRegion> {
  const order = { ...permanentAccess(query), bucket_name: query.bucket }
  return toBucketRegion(await session.call(oms.ShowBucketRegion, order, options))
}

async function readObjects(session: Session, query: ObjectsQuery, options: CallOptions): Promise<BucketPage> {
  const orderIn = (data_center: string) => ({
    ...permanentAccess(query),
    bucket_name: query.bucket,
    data_center,
    file_path: query.folder,
    page_size: Math.min(query.limit, maxObjects),
    behind_filename: query.after ?? '',
  })
  const region = await regionOf(session, query, { schema: objectListing, orderIn, options })
  const wire = await session.call(oms.ShowBucketObjects, orderIn(region), options)
  readableRows(session, wire)
  const page = toBucketPage(wire, query)
  if (wire.next_page && page.next === undefined) {
    session.environment.warn(`${label} has more objects and does not say where the next page starts`, {
      account: session.account,
    })
  }
  return page
}

async function lookForPrefix(
  session: Session,
  query: BucketAccess & { prefix: string },
  options: CallOptions,
): Promise<boolean> {
  const orderIn = (data_center: string) => ({
    ...accessOf(query),
    ...defined({ security_token: query.secret?.sessionToken }),
    bucket_name: query.bucket,
    data_center,
    file_name: query.prefix,
  })
  const region = await regionOf(session, query, { schema: prefixCheck, orderIn, options })
  return session.call(oms.CheckPrefix, orderIn(region), options)
}

type CdnTry = BucketAccess & CdnAccess & { objects?: readonly string[] }

async function tryCdn(session: Session, query: CdnTry, options: CallOptions): Promise<CdnCheck> {
  const { bucket, domain, protocol, authentication, secret, objects } = query
  const cdn = { domain, protocol, authentication_type: authentication }
  const { json_auth_file: _, ...access } = permanentAccess(query)
  const orderIn = (region: string) => ({
    ...access,
    ak: secret?.accessKey ?? '',
    sk: secret?.secretKey ?? '',
    region,
    bucket,
    ...defined({ prefix: objects && { keys: objects.slice(0, maxObjects) } }),
    source_cdn: { ...cdn, ...defined({ authentication_key: secret?.cdnKey }) },
  })
  const region = await regionOf(session, query, { schema: cdnQuery, orderIn, options })
  return toCdnCheck(await session.call(oms.ShowCdnInfo, orderIn(region), options))
}

type Unplaced = { schema: z.ZodType; orderIn(region: string): object; options: CallOptions }

/**
 * The region of a bucket, which most questions need. If it is not known, OMS is asked for it once the rest of the
 * question is in order.
 */
async function regionOf(
  session: Session,
  query: BucketAccess,
  { schema, orderIn, options }: Unplaced,
): Promise<string> {
  if (query.region !== undefined) return query.region
  checked(schema, orderIn('any'))
  return (await readBucketRegion(session, query, options)).id
}

function permanentAccess(query: SourceAccess) {
  if (query.secret?.sessionToken === undefined) return accessOf(query)
  const problem = `${label} accepts no session token here. With one, it only checks a prefix in a given region`
  throw new AppError('form_invalid', { problem })
}

function accessOf({ cloud = ownCloud, secret, appId }: SourceAccess) {
  return {
    cloud_type: cloudOf(cloud) ?? cloud,
    ...defined({
      ak: secret?.accessKey,
      sk: secret?.secretKey,
      json_auth_file: secret?.jsonKeyFile,
      connection_string: secret?.connectionString,
      app_id: appId,
    }),
  }
}
