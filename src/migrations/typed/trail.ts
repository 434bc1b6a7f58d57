import { defined } from '../../defined.ts'
import { spell, spellBucketPath, unspell, unspellBucketPath } from './spelling.ts'

/**
 * Where somebody is while browsing, and what opens that place. `formatTrail` writes it as the command that leads there.
 */
export type Trail = {
  account: string
  /** The cloud to browse. Absent if the account knows only its own cloud. */
  cloud?: string
  /** A bucket. While `path` is absent, it may be only part of a bucket's name. */
  bucket?: string
  /** Place in the bucket: "" or a folder with its slash, perhaps followed by the beginning of a name. */
  path?: string
  /** Name of a kept storage key. */
  key?: string
  appId?: string
  region?: string
  /** Marker with which the cloud continues after the page before. */
  after?: string
  /** Number of the page, from 1. */
  page?: number
}

export type TrailFlags = Readonly<Partial<Record<'key' | 'app-id' | 'region' | 'after', string>>>

/**
 * Writes a place as a command. Undefined if a name cannot be written: no button is better than one that leads
 * elsewhere.
 */
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

type Typed = { words: readonly string[]; flags: TrailFlags; page?: number | undefined; hasClouds: boolean }

/**
 * Reads what was typed after `browse <account>`: `AWS photos/2026/` or, as a new migration takes it, `AWS/photos/2026/`. If
 * the account knows only its own cloud, the bucket comes first.
 */
export function readTrail(account: string, { words, flags, page, hasClouds }: Typed): Trail {
  const [cloud, bucket] = hasClouds ? apart(words) : [undefined, ...words]
  return {
    account,
    ...(cloud === undefined ? {} : { cloud: unspell(cloud) }),
    ...(bucket === undefined ? {} : unspellBucketPath(bucket)),
    ...(flags.key === undefined ? {} : { key: unspell(flags.key).toLowerCase() }),
    ...(flags['app-id'] === undefined ? {} : { appId: unspell(flags['app-id']) }),
    ...(flags.region === undefined ? {} : { region: unspell(flags.region) }),
    ...(flags.after === undefined ? {} : { after: unspell(flags.after) }),
    ...defined({ page }),
  }
}

/** A cloud and a bucket that one word joins, each alone. */
function apart([cloud = '', ...others]: readonly string[]): readonly (string | undefined)[] {
  const end = cloud.indexOf('/')
  if (end < 0 || others.length > 0) return cloud === '' ? [] : [cloud, ...others]
  return [cloud.slice(0, end), cloud.slice(end + 1) || undefined]
}

/** Splits a path into the folder, which ends in a slash, and the beginning of the name that somebody looks for. */
export function splitPath(path: string): { folder: string; prefix: string } {
  const end = path.lastIndexOf('/') + 1
  return { folder: path.slice(0, end), prefix: path.slice(end) }
}

/** The folder that contains a folder. Undefined for the bucket itself. */
export function folderAbove(folder: string): string | undefined {
  return folder === '' ? undefined : splitPath(folder.slice(0, -1)).folder
}

/** Spells part of a bucket's name. Undefined with a slash in it, which would make it a bucket with a path. */
function spellPart(part: string): string | undefined {
  return part.includes('/') ? undefined : spell(part)
}
