import { steadyBeside } from '../../../async/clock.ts'
import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import type { FailedObject, ListCut, ListReading } from '../../../migrations/failed-objects.ts'
import type { StorageSecret } from '../../../migrations/spec/storage-secret.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { BodyStream } from '../../http/exchange.ts'
import { linesOf, type Reach } from '../../http/lines.ts'
import type { CallOptions, FailuresOrder, Operations } from '../../provider.ts'
import { createBrowser } from '../browser.ts'
import type { Session } from '../client/session.ts'
import type { AccessKeys } from '../client/sign.ts'
import { addressOf, readObject, type StoredObject } from '../obs/objects.ts'
import { findLists, type LookInto } from './find-lists.ts'
import { createListReader } from './list-reader.ts'
import { explainRefusal, type Place } from './refusals.ts'

/** Reads the lists of a migration's failed objects: one signed GET per list, one line at a time. */
export function readFailures(session: Session): Operations['failures'] {
  return async (order, options) => {
    const place = placeOf(session, order)
    try {
      return await readAll({ session, order, place, keys: pairIn(order.secret, place.bucket) }, options)
    } catch (error) {
      throw isAppError(error, 'provider_refused') ? explainRefusal(error, place) : error
    }
  }
}

type Reading = { session: Session; order: FailuresOrder; place: Place; keys: AccessKeys }

async function readAll({ session, order, place, keys }: Reading, options: CallOptions): Promise<ListReading> {
  const { environment, account } = session
  const { limits, migration } = order
  const time = steadyBeside(environment.clock)
  const startedAt = time.now()
  const found = await findLists(place.path, { look: lookerOf(session, order, options), most: limits.files })
  if (found.keys.length === 0) throw new AppError('failed_list_gone', { bucket: place.bucket, path: place.path })
  const left = { objects: limits.objects, bytes: limits.bytes }
  let unreadable = 0
  for (const key of found.keys) {
    const isLate = time.now() - startedAt >= limits.forMs
    const outcome: Outcome = isLate
      ? { unreadable: 0, bytes: 0, cut: 'time' }
      : await readList(
          { account, environment, endpoint: place.endpoint, keys },
          { bucket: place.bucket, key },
          {
            ...options,
            ref: refOf(migration),
            left,
            onObject: order.onObject,
          },
        )
    unreadable += outcome.unreadable
    left.bytes -= outcome.bytes
    if (outcome.cut !== undefined) return { files: found.keys.length, unreadable, cut: outcome.cut }
  }
  return defined({ files: found.keys.length, unreadable, cut: found.cut })
}

type Outcome = { unreadable: number; bytes: number; cut?: ListCut }
type Taking = CallOptions & Pick<FailuresOrder, 'onObject'> & { ref: string; left: { objects: number; bytes: number } }

/**
 * Reads one list. If it breaks off, it is read from the start, and objects that were handed over are not handed over
 * again.
 */
async function readList(
  reader: Parameters<typeof readObject>[0],
  object: StoredObject,
  { left, onObject, ...options }: Taking,
): Promise<Outcome> {
  const reachable = left.objects
  let handed = 0
  const take = (failed: FailedObject, index: number) => {
    if (index < handed) return
    handed += 1
    left.objects -= 1
    onObject(failed)
  }
  const read = async (body: BodyStream): Promise<Outcome> => {
    const reach: Reach = { bytes: 0, isCut: false }
    let seen = 0
    let unreadable = 0
    for await (const reading of readingsIn(body, left.bytes, reach)) {
      if (reading.type === 'unreadable') unreadable += 1
      else if (seen === reachable) return { unreadable, bytes: reach.bytes, cut: 'objects' }
      else take(reading.object, seen++)
    }
    return defined({ unreadable, bytes: reach.bytes, cut: reach.isCut ? ('bytes' as const) : undefined })
  }
  return readObject(reader, object, { ...options, read })
}

async function* readingsIn(body: BodyStream, bytes: number, reach: Reach) {
  const readLine = createListReader()
  for await (const line of linesOf(body, { bytes, lineLength }, reach)) {
    const reading = readLine(line)
    if (reading.type !== 'nothing') yield reading
  }
}

/** The most characters of a line. A name has at most 1,024 bytes and stands in a line twice, once URL-encoded. */
const lineLength = 16_384

/** The most pages of a folder that are worth reading. */
const mostPages = 10
const perPage = 100

function lookerOf(session: Session, { migration, secret }: FailuresOrder, options: CallOptions): LookInto {
  const browser = createBrowser(session)
  const { bucket = '', region } = migration.target
  const access = { cloud: 'HuaweiCloud', secret, bucket, ...defined({ region }) }
  return async (folder) => {
    const entries = []
    let after: string | undefined
    for (let page = 0; page < mostPages; page += 1) {
      const query = { ...access, folder, limit: perPage, ...defined({ after }) }
      const { entries: some, next } = await browser.objects(query, options)
      entries.push(...some)
      if (next === undefined) return { entries, isCut: false }
      after = next
    }
    return { entries, isCut: true }
  }
}

/** Names that OBS takes for buckets. Other names would lead to another host. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

function placeOf({ account, access: { obsEndpoint: endpoint } }: Session, { migration }: FailuresOrder): Place {
  const path = migration.failedObjects?.listKey
  const { bucket = '' } = migration.target
  if (path === undefined || !bucketName.test(bucket)) {
    const next = `Type \`/migrate status ${refOf(migration)}\` to see its progress.`
    throw new AppError('failed_list_none', { ref: refOf(migration), why: 'The cloud names none.', next })
  }
  if (endpoint === undefined) throw new AppError('failed_list_unplaced', { account })
  return { account, bucket, path, endpoint, host: addressOf(endpoint, { bucket, key: '' }).url.host }
}

function pairIn({ accessKey, secretKey, sessionToken }: StorageSecret, bucket: string): AccessKeys {
  if (!accessKey || !secretKey) throw new AppError('failed_list_key_unfit', { bucket })
  return defined({ accessKey, secretKey, securityToken: sessionToken || undefined })
}
