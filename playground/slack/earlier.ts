import type { Block, Message } from './protocol.ts'
import { notOffered } from './refusal.ts'
import type { OpenView, World } from './world.ts'

/** Number of versions that stay available for people whose screen is out of date. */
const keptVersions = 50

/** Stores the present version. Call it before the blocks of a message or view change. */
export function keepEarlier(world: World, shown: Message | OpenView): void {
  const place = placeOf(shown)
  const kept = world.earlier.get(place) ?? []
  const now = { version: versionOf(shown), blocks: blocksOf(shown) }
  world.earlier.set(place, [...kept, now].slice(-keptVersions))
}

/** Removes all versions. Call it when a message or view is gone for everybody. */
export function forgetEarlier(world: World, shown: Message | OpenView): void {
  world.earlier.delete(placeOf(shown))
}

/** The blocks in the version that a person saw. By default the present blocks. */
export function blocksSeen(world: World, shown: Message | OpenView, seen: string | undefined): Block[] {
  if (seen === undefined || seen === versionOf(shown)) return blocksOf(shown)
  const found = world.earlier.get(placeOf(shown))?.find(({ version }) => version === seen)
  return found?.blocks ?? notOffered(`${placeOf(shown)} had no version ${seen}, or too long ago`)
}

function placeOf(shown: Message | OpenView): string {
  return 'payload' in shown ? shown.id : `${shown.channel}/${shown.ts}`
}

function versionOf(shown: Message | OpenView): string {
  return 'payload' in shown ? shown.hash : (shown.edited_at ?? shown.ts)
}

function blocksOf(shown: Message | OpenView): Block[] {
  return 'payload' in shown ? shown.payload.blocks : shown.blocks
}
