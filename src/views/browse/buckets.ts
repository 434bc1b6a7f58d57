import type { KnownBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import type { Bucket } from '../../migrations/spec/places.ts'
import { formatTrail, type Trail } from '../../migrations/typed/trail.ts'
import { type Choice, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { nothingOnPage, pageOf, pageText } from '../blocks/pages.ts'
import { withinRoom } from '../blocks/rows.ts'
import { formatBytes, plural } from '../words/format.ts'
import { code, named, notice } from '../words/text.ts'
import { pageWays, row, shortName, steps, way } from './ways.ts'

export type BucketRows = {
  /** Buckets whose names contain `trail.bucket`, the part that was asked for. */
  buckets: readonly Bucket[]
  trail: Trail
  /** Whether buckets can be opened. */
  canOpen: boolean
}

/** The buckets that a storage key opens in a cloud. */
export function bucketPage(list: BucketRows): Message {
  const { account, cloud, key } = list.trail
  const opened = key === undefined ? '' : ` · opened with ${code(key)}`
  return {
    text: notice(plural(list.buckets.length, 'bucket')),
    blocks: [section(`${code(account)} › ${named(cloud ?? 'buckets')}${opened}`), ...bucketRows(list)],
  }
}

/** One page of buckets, each with a button to open it. */
export function bucketRows({ buckets, trail, canOpen }: BucketRows): KnownBlock[] {
  const page = pageOf(
    buckets.toSorted((a, b) => inOrder.compare(a.name, b.name)),
    trail.page ?? 1,
  )
  const title = `${countText(buckets.length, trail)}${pageText(page)}`
  const head = section(page.page > page.pages ? `${title}\n${nothingOnPage}` : title)
  const below = [
    ...steps(
      [...pageWays(trail, page), ...(canOpen ? unlisted(buckets, trail) : []), ...widened(trail)],
      elsewhere(trail),
    ),
    ...(page.pages > 1 ? narrowing(trail) : []),
  ]
  const lines = page.shown.map((bucket) => row(bucketText(bucket), canOpen ? into(bucket, trail) : []))
  return [head, ...withinRoom(lines, [head, ...below]), ...below]
}

/** Choices for the same place with another key, or for another cloud. */
export function elsewhere({ key, region: _, after: __, page: ___, ...place }: Trail): Choice[] {
  if (place.cloud === undefined) return []
  return [...(key === undefined ? [] : way('Another key', place)), ...way('Other clouds', { account: place.account })]
}

export function allBuckets({ account, cloud, key, appId }: Trail): Choice[] {
  return way('All buckets', {
    account,
    ...defined({ cloud, key, appId }),
  })
}

/** Sorts names as people count: logs-2 before logs-10. */
const inOrder = new Intl.Collator('en', { numeric: true })

function into({ name, region }: Bucket, { page: _, ...trail }: Trail): Choice[] {
  return way('Open', { ...trail, bucket: name, path: '', ...defined({ region }) })
}

/** The choice to open a bucket that is not listed, since keys may open buckets that they do not list. */
function unlisted(buckets: readonly Bucket[], { bucket, page: _, ...trail }: Trail): Choice[] {
  return bucket === undefined || buckets.length > 0 ? [] : way('Open it anyway', { ...trail, bucket, path: '' })
}

function widened(trail: Trail): Choice[] {
  return trail.bucket === undefined ? [] : allBuckets(trail)
}

function countText(count: number, { bucket: part }: Trail): string {
  if (part !== undefined) {
    const names = count === 1 ? 'bucket has' : 'buckets have'
    return count === 0 ? `No bucket has ${code(part)} in its name.` : `*${count} ${names}* ${code(part)} in the name`
  }
  return count === 0 ? 'There are no buckets here, or none that this key can list.' : `*${plural(count, 'bucket')}*`
}

function bucketText({ name, region, objects, bytes }: Bucket): string {
  const facts = [
    ...(region === undefined ? [] : [named(region, 60)]),
    ...(objects === undefined ? [] : [plural(objects, 'object')]),
    ...(bytes === undefined ? [] : [formatBytes(bytes)]),
  ]
  return [code(shortName(name)), ...facts].join(' · ')
}

/** A tip to type a part of the name, which is quicker than turning many pages. */
function narrowing({ page: _, bucket: __, ...trail }: Trail): KnownBlock[] {
  const command = formatTrail({ ...trail, bucket: 'photo' })
  return command === undefined ? [] : [context(`To find one by part of its name: ${code(`/migrate ${command}`, 300)}`)]
}
