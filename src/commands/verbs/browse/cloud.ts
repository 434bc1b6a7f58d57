import { AppError } from '../../../errors/errors.ts'
import type { Trail } from '../../../migrations/typed/trail.ts'
import { didYouMean, nearest } from '../../../text/nearest.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { bucketPage } from '../../../views/browse/buckets.ts'
import { cloudPage } from '../../../views/browse/cloud.ts'
import { keyNames, lastKeysFor } from '../../key-uses.ts'
import { contains } from './account.ts'
import { showBucket } from './bucket.ts'
import { accessOf, canLook, type Looking, readPart, troublesIn } from './looking.ts'

export type InCloud = Looking & { trail: Trail & { cloud: string } }

/** The cloud's name as its service spells it, since people type `aws`. Throws cloud_unknown. */
export async function spelledCloud({ browser, provider, trail }: Looking, typed: string): Promise<string> {
  const clouds = (await browser.clouds?.({})) ?? []
  const cloud = clouds.find((one) => one.toLowerCase() === typed.toLowerCase())
  if (cloud !== undefined) return cloud
  const [guess] = nearest(typed, clouds)
  throw new AppError('cloud_unknown', {
    provider: provider.label,
    account: trail.account,
    cloud: typed.slice(0, 40).replaceAll('`', ''),
    guess: didYouMean(guess),
  })
}

/** Shows a cloud before a key is chosen: the stored keys and the cloud's regions. */
export async function showCloud(looking: InCloud): Promise<Message> {
  const { trail, browser, provider, tools } = looking
  const reading = canLook(looking, 'regions') ? browser.regions?.({ cloud: trail.cloud }, {}) : undefined
  const regions = await readPart(trail.bucket === undefined ? reading : undefined)
  const lastKey = (await lastKeysFor(trail.bucket, tools))?.sourceKey
  return cloudPage({
    trail,
    keys: await keyNames(tools, lastKey),
    lastKey,
    wantsAppId: provider.cloudsWithAppId?.includes(trail.cloud) ?? false,
    regions: regions.value,
    // The keys are always there, so a missing part is never the whole answer.
    troubles: troublesIn({ Regions: regions, Keys: { value: true } }),
  })
}

/**
 * Shows the buckets that a key opens. A whole name opens that bucket; a part of a name lists the buckets that contain
 * it. Keys that can open a bucket often cannot list any: then the name counts as a whole one.
 */
export async function showBuckets(looking: InCloud): Promise<Message> {
  const { trail, browser } = looking
  const part = trail.bucket
  const access = await accessOf(looking)
  const { value: all, failure } = await readPart(browser.buckets?.(access, {}))
  const isWhole = all === undefined || all.some(({ name }) => name === part)
  if (part !== undefined && isWhole) return showBucket({ ...looking, trail: { ...trail, bucket: part, path: '' } })
  if (failure !== undefined) throw failure
  const buckets = (all ?? []).filter(({ name }) => part === undefined || contains(name, part))
  return bucketPage({ buckets, trail, canOpen: canLook(looking, 'objects') })
}
