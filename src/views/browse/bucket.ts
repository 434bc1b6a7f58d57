import type { KnownBlock } from '@slack/types'
import type { BucketEntry, BucketPage, BucketRegion } from '../../migrations/spec/places.ts'
import { folderAbove, formatTrail, splitPath, type Trail } from '../../migrations/typed/trail.ts'
import { type Choice, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { withinRoom } from '../blocks/rows.ts'
import { code, named, notice } from '../words/text.ts'
import { troubleLines } from './account.ts'
import { allBuckets, elsewhere } from './buckets.ts'
import { lineBlocks, row, shortName, steps, way } from './ways.ts'

export type OpenBucket = {
  trail: Trail & { bucket: string; path: string }
  /** Region of the bucket. Undefined if it could not be read or was known already. */
  region: BucketRegion | undefined
  /** One page of the folder. Undefined if it could not be read. */
  content: BucketPage | undefined
  /** Whether an object's name begins with the path. Undefined if the path names just a folder, or nobody asked. */
  hasPrefix: boolean | undefined
  /** Whether a content delivery network in front of the bucket can be checked. */
  canCheckCdn: boolean
  troubles: readonly string[]
}

/** One page of a folder: folders first, each with a button to open it, then objects with their sizes. */
export function openBucket(open: OpenBucket): Message {
  const { trail, content, troubles } = open
  const { folder } = splitPath(trail.path)
  const here: Trail = { ...trail, path: folder }
  const head = [section([trailText(trail, folder), ...regionLines(open)].join('\n')), ...prefixBlocks(open)]
  const below = [...troubleLines(troubles), ...steps(onward(here, content), aside(here, open))]
  return {
    text: notice(`${trail.bucket}/${folder}`),
    blocks: [...head, ...contentBlocks(here, { content, others: [...head, ...below] }), ...below],
  }
}

/** The way to a folder: `prod-hw` › AWS › `photos` › `2026/` › `11/`. Of a deep folder, only the last parts. */
function trailText({ account, cloud, bucket }: OpenBucket['trail'], folder: string): string {
  const folders = folder.split('/').slice(0, -1)
  const shown = folders.slice(-mostFolders).map((name) => code(`${shortName(name)}/`, 90))
  const left = folders.length > mostFolders ? ['…'] : []
  const parts = [code(account), ...(cloud === undefined ? [] : [named(cloud)]), code(shortName(bucket))]
  return [...parts, ...left, ...shown].join(' › ')
}

const mostFolders = 4

function regionLines({ region, trail }: OpenBucket): string[] {
  if (region === undefined) return trail.region === undefined ? [] : [`Region ${code(trail.region, 60)}`]
  const name = region.name === undefined || region.name === region.id ? '' : `, ${named(region.name, 60)}`
  const can = { true: ' · can be migrated from', false: ' · :warning: cannot be migrated from', undefined: '' }
  return [`Region ${code(region.id, 60)}${name}${can[`${region.canMigrate}`]}`]
}

function prefixBlocks({ hasPrefix, trail: { path } }: OpenBucket): KnownBlock[] {
  if (hasPrefix === undefined) return []
  const prefix = code(shortName(path))
  return [
    section(
      hasPrefix
        ? `:white_check_mark: There are objects with the prefix ${prefix}.`
        : `No object name begins with ${prefix}. Names are case-sensitive. This is the folder it would be in:`,
    ),
  ]
}

type Content = { content: BucketPage | undefined; others: readonly KnownBlock[] }

function contentBlocks(here: Trail, { content, others }: Content): KnownBlock[] {
  if (content === undefined) return []
  if (content.entries.length === 0) return [section(emptyText(here))]
  const folders = content.entries.filter(({ isFolder }) => isFolder)
  const objects = lineBlocks(
    content.entries.filter(({ isFolder }) => !isFolder).map((entry) => objectLine(here, entry)),
  )
  const lines = folders.map((entry) => row(`:file_folder: ${code(nameIn(here, entry))}`, deeper(here, entry)))
  return [...withinRoom(lines, [...others, ...objects]), ...objects]
}

function emptyText({ after, path }: Trail): string {
  if (after !== undefined) return 'There is nothing after this page.'
  return path === '' ? 'The bucket is empty, or this key can’t list it.' : 'There is nothing in this folder.'
}

function objectLine(here: Trail, entry: BucketEntry): string {
  const { size } = entry
  return [code(nameIn(here, entry)), ...(size === undefined ? [] : [named(size, 40)])].join(' · ')
}

/** An entry's name without the folder around it. */
function nameIn({ path = '' }: Trail, { name }: BucketEntry): string {
  return shortName(name.startsWith(path) ? name.slice(path.length) : name)
}

function deeper({ after: _, ...here }: Trail, { name }: BucketEntry): Choice[] {
  return way('Open', { ...here, path: name })
}

function onward(here: Trail, content: BucketPage | undefined): Choice[] {
  const { after, ...start } = here
  const above = folderAbove(here.path ?? '')
  return [
    ...(content?.next === undefined ? [] : way('Next', { ...here, after: content.next })),
    ...(after === undefined ? [] : way('Back to start', start)),
    ...(above === undefined ? [] : way('Up', { ...start, path: above })),
  ]
}

/** Choices that lead farther away, for a menu. */
function aside({ after: _, region, ...here }: Trail, { canCheckCdn }: OpenBucket): Choice[] {
  const isDeep = (here.path ?? '').split('/').length > 2
  const inRegion = region === undefined ? here : { ...here, region }
  const cdn = canCheckCdn ? formatTrail({ ...inRegion, path: '' }) : undefined
  return [
    ...(isDeep ? way('Whole bucket', { ...inRegion, path: '' }) : []),
    ...allBuckets(here),
    ...(cdn === undefined ? [] : [{ label: 'Check a CDN', command: `${cdn} --cdn ?` }]),
    ...elsewhere(here),
  ]
}
