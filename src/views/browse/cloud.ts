import type { KnownBlock } from '@slack/types'
import type { Region } from '../../migrations/places.ts'
import { formatTrail, type Trail } from '../../migrations/trail.ts'
import { type Choice, choices, context, offer, section } from '../elements.ts'
import { plural } from '../format.ts'
import type { Message } from '../message.ts'
import { code, named, notice } from '../text.ts'
import { troubleLines } from './account.ts'
import { pageOf, pageText, pageWays, shortName, way } from './ways.ts'

/** A cloud, or a bucket in it, before it has been opened. */
export type CloudPage = {
  trail: Trail & { cloud: string }
  /** Names of the kept storage keys. */
  keys: readonly string[]
  /** The one that opened this bucket last. */
  lastKey: string | undefined
  /** Whether the cloud finds buckets only with an app id too. */
  wantsAppId: boolean
  /** Undefined where they can't be looked at. */
  regions: readonly Region[] | undefined
  troubles: readonly string[]
}

/** Which key opens it; below, the cloud's regions. */
export function cloudPage(page: CloudPage): Message {
  const { trail, regions, troubles } = page
  const bucket = trail.bucket === undefined ? [] : [code(shortName(trail.bucket))]
  return {
    text: notice(`${trail.cloud}: which storage key?`),
    blocks: [
      section([code(trail.account), `*${named(trail.cloud)}*`, ...bucket].join(' › ')),
      ...keyBlocks(page),
      ...(regions === undefined ? [] : regionBlocks(regions, trail)),
      ...troubleLines(troubles),
    ],
  }
}

function keyBlocks(page: CloudPage): KnownBlock[] {
  const { trail, keys } = page
  const { page: _, ...place } = trail
  const what = trail.bucket === undefined ? 'its buckets' : 'this bucket'
  if (keys.length === 0) {
    return [
      section(`To look into ${what}, ${named(trail.cloud)} wants a storage key, and none is kept yet.`),
      ...choices([{ ...addKey(place), style: 'primary' }]),
    ]
  }
  return [
    section(`Operators look into ${what} with a storage key. Which one?`),
    ...lastKeyBlocks(page, place),
    ...offer(
      keys.flatMap((key) => way(key, { ...place, key })),
      'Choose a storage key',
    ),
    ...appIdHint(page, place),
    ...choices([addKey(place)], way('Other clouds', { account: trail.account })),
  ]
}

/** One press instead of a choice, where it is known; what opened the bucket before is only offered. */
function lastKeyBlocks({ lastKey, keys }: CloudPage, place: Trail): KnownBlock[] {
  if (lastKey === undefined || !keys.includes(lastKey)) return []
  return choices(way(`${lastKey}, as last time`, { ...place, key: lastKey }, 'primary'))
}

/** The form leads back here. */
function addKey(place: Trail): Choice {
  const back = formatTrail(place)
  return { label: 'Add a key', command: back === undefined ? 'keys add' : `keys add --for "${back}"` }
}

function appIdHint({ wantsAppId }: CloudPage, place: Trail): KnownBlock[] {
  if (!wantsAppId || place.appId !== undefined) return []
  const command = formatTrail({ ...place, appId: '1250000000' })
  if (command === undefined) return []
  return [context(`This cloud has an app id besides the key. Name it first: ${code(`/migrate ${command}`, 300)}`)]
}

const regionsPerPage = 8

/** Clouds have up to some thirty: a few a page, so that the keys stay in sight. */
function regionBlocks(regions: readonly Region[], trail: Trail): KnownBlock[] {
  if (regions.length === 0) return [context('The service names no region of this cloud.')]
  const page = pageOf(regions, trail.page ?? 1, regionsPerPage)
  const lines = page.shown.map(regionLine)
  return [
    { type: 'divider' },
    section([`*${plural(regions.length, 'region')}*${pageText(page)}`, ...lines].join('\n')),
    ...choices(pageWays(trail, page)),
  ]
}

function regionLine({ id, name }: Region): string {
  return name === undefined || name === id ? code(id, 60) : `${code(id, 60)} ${named(name, 60)}`
}
