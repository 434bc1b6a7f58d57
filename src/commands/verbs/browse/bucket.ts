import { defined } from '../../../defined.ts'
import { splitPath, type Trail } from '../../../migrations/typed/trail.ts'
import type { BucketAccess } from '../../../providers/provider.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { openBucket } from '../../../views/browse/bucket.ts'
import { rememberKey } from '../../key-uses.ts'
import { accessOf, canLook, type Looking, readPart, troublesIn } from './looking.ts'

export type InBucket = Looking & { trail: Trail & { bucket: string; path: string } }

/** How many objects and folders one page shows. */
const entriesPerPage = 15

/** Shows one page of a folder. Reads the bucket's region once; buttons carry it along. */
export async function showBucket(looking: InBucket): Promise<Message> {
  const { trail, tools } = looking
  const { bucket, key } = trail
  const access: BucketAccess = { ...(await accessOf(looking)), bucket }
  const region = await readPart(trail.region === undefined ? readRegion(looking, access) : undefined)
  const id = trail.region ?? region.value?.id
  const inRegion = { ...access, ...defined({ region: id }) }
  const content = await readPart(readObjects(looking, inRegion))
  const prefix = await readPart(content.failure === undefined ? lookForPrefix(looking, inRegion) : undefined)
  const troubles = troublesIn({ 'The region': region, 'The objects': content, 'The prefix': prefix })
  if (key !== undefined) await rememberKey({ bucket, side: 'sourceKey', key }, tools)
  return openBucket({
    trail: { ...trail, ...defined({ region: id }) },
    region: region.value,
    content: content.value,
    hasPrefix: prefix.value,
    canCheckCdn: canLook(looking, 'cdn'),
    troubles,
  })
}

function readRegion(looking: Looking, access: BucketAccess) {
  return canLook(looking, 'bucket region') ? looking.browser.bucketRegion?.(access, {}) : undefined
}

function readObjects(looking: InBucket, access: BucketAccess) {
  const { path, after } = looking.trail
  const { folder } = splitPath(path)
  const query = { ...access, folder, ...defined({ after }), limit: entriesPerPage }
  return looking.browser.objects?.(query, {})
}

/**
 * Looks for objects that begin with the path, if the path names more than a folder. Only the first page asks, since the
 * answer is the same for the next.
 */
function lookForPrefix(looking: InBucket, access: BucketAccess) {
  const { path, after } = looking.trail
  const isWanted = canLook(looking, 'prefix') && after === undefined && splitPath(path).prefix !== ''
  return isWanted ? looking.browser.hasPrefix?.({ ...access, prefix: path }, {}) : undefined
}
