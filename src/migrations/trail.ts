import { AppError } from '../errors.ts'
import { spell, spellBucketPath, unspell, unspellBucketPath } from './spelling.ts'

/** Where somebody is while looking around, and what opens it; `formatTrail` writes it as the command that leads there. */
export type Trail = {
  account: string
  /** Absent in an account's own cloud, where there is no other. */
  cloud?: string
  /** A bucket, or a part of its name while `path` is absent. */
  bucket?: string
  /** Inside of the bucket: "" or a folder with its slash, and behind that perhaps the beginning of a name. */
  path?: string
  /** Name of a kept storage key. */
  key?: string
  appId?: string
  region?: string
  /** Marker of the page before. */
  after?: string
  /** 1 is the first page. */
  page?: number
}

export type TrailFlags = Readonly<Partial<Record<'key' | 'app-id' | 'region' | 'after' | 'page', string>>>

/** Undefined where a name can't be written: better no button than one that leads elsewhere. */
export function formatTrail(trail: Trail): string | undefined {
  const { account, cloud, bucket, path, key, appId, region, after, page } = trail
  const flags = { key, 'app-id': appId, region, after, page: page === undefined ? undefined : String(page) }
  const words = [
    'browse',
    spell(account),
    ...(cloud === undefined ? [] : [spell(cloud)]),
    ...(bucket === undefined ? [] : [path === undefined ? spellPart(bucket) : spellBucketPath({ bucket, path })]),
    ...Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, spell(value)])),
  ]
  return words.every((word) => word !== undefined) ? words.join(' ') : undefined
}

/** What was typed after `browse <account>`; in an account that knows only its own cloud, the bucket comes first. */
export function readTrail(
  account: string,
  { words, flags, hasClouds }: { words: readonly string[]; flags: TrailFlags; hasClouds: boolean },
): Trail {
  const [cloud, bucket] = hasClouds ? words : [undefined, ...words]
  return {
    account,
    ...(cloud === undefined ? {} : { cloud: unspell(cloud) }),
    ...(bucket === undefined ? {} : unspellBucketPath(bucket)),
    ...(flags.key === undefined ? {} : { key: unspell(flags.key).toLowerCase() }),
    ...(flags['app-id'] === undefined ? {} : { appId: unspell(flags['app-id']) }),
    ...(flags.region === undefined ? {} : { region: unspell(flags.region) }),
    ...(flags.after === undefined ? {} : { after: unspell(flags.after) }),
    ...(flags.page === undefined ? {} : { page: readPage(flags.page) }),
  }
}

/** A folder ends in its slash; what follows is the beginning of a name that is looked for. */
export function splitPath(path: string): { folder: string; prefix: string } {
  const end = path.lastIndexOf('/') + 1
  return { folder: path.slice(0, end), prefix: path.slice(end) }
}

/** The folder around a folder; undefined for the bucket itself. */
export function folderAbove(folder: string): string | undefined {
  return folder === '' ? undefined : splitPath(folder.slice(0, -1)).folder
}

/** A part of a bucket's name has no slash, so that it is not taken for a bucket with a path. */
function spellPart(part: string): string | undefined {
  return part.includes('/') ? undefined : spell(part)
}

function readPage(typed: string): number {
  const page = Number(typed)
  if (Number.isInteger(page) && page >= 1 && page <= 10_000) return page
  throw new AppError('usage', { problem: 'A page is a number from 1.', usage: 'browse prod-hw AWS --page 2' })
}
