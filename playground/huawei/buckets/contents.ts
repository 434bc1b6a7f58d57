import type { Bucket, StoredObject } from '../world.ts'

/** An entry of a listing: an object, or a folder, which has no size. */
export type Entry = { name: string; bytes: number | undefined }

const MADE_UP_OBJECTS = 120
const OBJECT_BYTES = 4_000_000
const MADE_UP_FOLDERS = ['2025/', '2026/']

/**
 * The folders and objects directly below a path, by name. A bucket without listed contents has made-up ones everywhere.
 */
export function entriesBelow(bucket: Bucket | undefined, path: string): readonly Entry[] {
  const entries = bucket?.contents ? listedBelow(bucket.contents, path) : madeUpBelow(bucket, path)
  const written = listedBelow(bucket?.written ?? [], path)
  // There are no made-up objects where OMS writes its own.
  return [...(path.startsWith('oms/') && !bucket?.contents ? [] : entries), ...written].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  )
}

export function hasPrefix(bucket: Bucket | undefined, prefix: string): boolean {
  if (bucket?.contents) return bucket.contents.some(({ key }) => key.startsWith(prefix))
  return bucket?.objects !== 0
}

function listedBelow(contents: readonly StoredObject[], path: string): Entry[] {
  const below = contents.filter(({ key }) => key.startsWith(path) && key !== path)
  const isDeeper = ({ key }: StoredObject) => key.includes('/', path.length)
  const objects = below.filter((object) => !isDeeper(object))
  const folders = below.filter(isDeeper).map(({ key }) => key.slice(0, key.indexOf('/', path.length) + 1))
  return [
    ...[...new Set(folders)].map((name) => ({ name, bytes: undefined })),
    ...objects.map(({ key, bytes = OBJECT_BYTES }) => ({ name: key, bytes })),
  ]
}

function madeUpBelow(bucket: Bucket | undefined, path: string): Entry[] {
  const total = bucket?.objects ?? MADE_UP_OBJECTS
  if (total === 0) return []
  const average = bucket?.bytes === undefined ? OBJECT_BYTES : bucket.bytes / total
  const objects = Array.from({ length: Math.min(total, MADE_UP_OBJECTS) }, (_, index) => ({
    name: `${path}object-${String(index + 1).padStart(4, '0')}.dat`,
    bytes: Math.round(average * (0.5 + (index % 11) / 10)),
  }))
  const folders = path === '' ? MADE_UP_FOLDERS.map((name) => ({ name, bytes: undefined })) : []
  return [...folders, ...objects]
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

/** A size as text: `73.59 MB`, or `--` for an entry without a size. */
export function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return '--'
  const exponent = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1_024)))
  const value = bytes / 1_024 ** exponent
  return `${exponent === 0 ? value : value.toFixed(2)} ${UNITS[exponent]}`
}
