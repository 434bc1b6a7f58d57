import type { KnownBlock } from '@slack/types'
import type { Region } from '../../migrations/spec/places.ts'
import { formatTrail, type Trail } from '../../migrations/typed/trail.ts'
import { type Choice, choices, context, divider, offer, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { pageOf, pageText } from '../blocks/pages.ts'
import { plural } from '../words/format.ts'
import { code, named, notice } from '../words/text.ts'
import { troubleLines } from './account.ts'
import { pageWays, shortName, way } from './ways.ts'

/** A cloud, or a bucket in it, before a key has opened it. */
export type CloudPage = {
  trail: Trail & { cloud: string }
  /** Names of the stored storage keys. */
  keys: readonly string[]
  /** The key that opened this bucket last. */
  lastKey: string | undefined
  /** Whether the cloud finds buckets only if an app id is given too. */
  wantsAppId: boolean
  /** Regions of the cloud. Undefined if they cannot be read. */
  regions: readonly Region[] | undefined
  troubles: readonly string[]
}

/** The choice of a key to open the cloud or bucket, with the cloud's regions below. */
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
      section(`${named(trail.cloud)} needs a storage key to show ${what}, and you have not added one yet.`),
      ...choices([{ ...addKey(place), style: 'primary' }]),
    ]
  }
  return [
    section(`Operators can open ${what} with a storage key. Which one?`),
    ...lastKeyBlocks(page, place),
    ...offer(
      keys.flatMap((key) => way(key, { ...place, key })),
      'Choose a storage key',
    ),
    ...appIdHint(page, place),
    ...choices([addKey(place)], way('Other clouds', { account: trail.account })),
  ]
}

/** A button for the key that opened the bucket last. The key is offered, not used without a press. */
function lastKeyBlocks({ lastKey, keys }: CloudPage, place: Trail): KnownBlock[] {
  if (lastKey === undefined || !keys.includes(lastKey)) return []
  return choices(way(`${lastKey}, as last time`, { ...place, key: lastKey }, 'primary'))
}

/** The choice to add a key. Its form leads back to this place. */
function addKey(place: Trail): Choice {
  const back = formatTrail(place)
  return { label: 'Add a key', command: back === undefined ? 'keys add' : `keys add --for "${back}"` }
}

function appIdHint({ wantsAppId }: CloudPage, place: Trail): KnownBlock[] {
  if (!wantsAppId || place.appId !== undefined) return []
  const command = formatTrail({ ...place, appId: '1250000000' })
  if (command === undefined) return []
  return [context(`This cloud needs an app id besides the key. Give it first: ${code(`/migrate ${command}`, 300)}`)]
}

const regionsPerPage = 8

/** The cloud's regions, a few per page so that the keys stay in sight: clouds have up to some thirty. */
function regionBlocks(regions: readonly Region[], trail: Trail): KnownBlock[] {
  if (regions.length === 0) return [context('The service lists no regions for this cloud.')]
  const page = pageOf(regions, trail.page ?? 1, regionsPerPage)
  const lines = page.shown.map(regionLine)
  return [
    divider,
    section([`*${plural(regions.length, 'region')}*${pageText(page)}`, ...lines].join('\n')),
    ...choices(pageWays(trail, page)),
  ]
}

function regionLine({ id, name }: Region): string {
  return name === undefined || name === id ? code(id, 60) : `${code(id, 60)} ${named(name, 60)}`
}
