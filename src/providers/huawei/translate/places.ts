import { defined } from '../../../defined.ts'
import type {
  BucketEntry,
  BucketPage,
  BucketRegion,
  CdnCheck,
  Region,
  ServiceFact,
} from '../../../migrations/spec/places.ts'
import type { ObjectsQuery } from '../../provider.ts'
import type { WireBucketRegion, WireCdnCheck, WireObjectPage } from '../wire/buckets.ts'
import type { WireRegions, WireVersion } from '../wire/service.ts'

/* Translates what OMS shows of clouds and their buckets. Pure. */

/** Facts about API versions, each once: the document's example names one version twice. */
export function toVersionFacts(versions: readonly WireVersion[], label: string): ServiceFact[] {
  const values = versions.map(({ id, status, updated }) => {
    const since = updated === undefined ? undefined : `of ${new Date(updated).toISOString().slice(0, 10)}`
    return [id, status?.toLowerCase(), since].filter((part) => part !== undefined).join(', ')
  })
  return [...new Set(values)].map((value) => ({ label, value }))
}

/** The regions of a cloud. Empty for a cloud that OMS does not name. */
export function regionsOf(cloud: string, clouds: readonly WireRegions['rows'][number][]): Region[] {
  const own = clouds.filter(({ service_name: name }) => name.toUpperCase() === cloud.toUpperCase())
  const regions = own.flatMap(({ region_list }) => region_list.rows)
  const byId = new Map(regions.map(({ value: id, description: name }) => [id, defined({ id, name })]))
  return [...byId.values()]
}

export function toBucketRegion({ id, name, support }: WireBucketRegion): BucketRegion {
  return defined({ id, name, canMigrate: support })
}

/**
 * Reads one page of a folder. A page that names itself as the next one counts as the last: it would be read for ever.
 */
export function toBucketPage(page: WireObjectPage, { folder, after }: Pick<ObjectsQuery, 'folder' | 'after'>) {
  const entries = page.rows.map((row) => toEntry(row, folder)).filter(({ name }) => name !== folder)
  const marker = page.next_page ? (page.next_marker ?? page.rows.at(-1)?.name) : undefined
  const next = marker === after ? undefined : marker
  return defined({ entries, next }) satisfies BucketPage
}

/**
 * Reads an object or folder. The document does not say whether names are whole keys or begin at the folder. Objects,
 * too, may have no size.
 */
function toEntry({ name, size }: WireObjectPage['rows'][number], folder: string): BucketEntry {
  const key = name.startsWith(folder) ? name : `${folder}${name}`
  return defined({ name: key, isFolder: key.endsWith('/'), size: size === '--' ? undefined : size })
}

/**
 * Reads the outcome of a trial of a delivery network. OMS tries some objects and says of each whether it exists and
 * equals the one in the bucket.
 */
export function toCdnCheck(check: WireCdnCheck): CdnCheck {
  const { is_download_available: canRead, is_same_cloud_type: isSameCloud, checked_keys: keys } = check
  const missing = keys.filter((key) => key.is_object_existing === false)
  const different = keys.filter((key) => key.is_object_existing !== false && key.is_etag_matching === false)
  const problems = [
    !canRead && isSameCloud === false ? 'it does not belong to the bucket’s cloud' : undefined,
    missing.length === 0 ? undefined : `it lacks ${countOf(missing, keys)}`,
    different.length === 0 ? undefined : `it has an old copy of ${countOf(different, keys)}`,
  ].filter((problem) => problem !== undefined)
  return defined({ canRead, problem: problems.length === 0 ? undefined : problems.join('; ') })
}

type CheckedKey = WireCdnCheck['checked_keys'][number]

/** The number of objects, with the first few names. */
function countOf(some: readonly CheckedKey[], all: readonly CheckedKey[]): string {
  const names = some.flatMap(({ key }) => key ?? []).slice(0, mostNamed)
  const more = some.length > names.length && names.length > 0 ? ', …' : ''
  const named = names.length === 0 ? '' : ` (${names.join(', ')}${more})`
  return `${some.length} of the ${all.length} objects that were tried${named}`
}

const mostNamed = 3
