import { at } from '../words/text.ts'

/** Notice that Slack limits Ferry's posts in a channel. `since` is in epoch milliseconds. */
export function heldText(since: number, place = 'here'): string {
  return `:hourglass_flowing_sand: Slack has been limiting Ferry’s messages ${place} since ${at(since)}. Nothing is lost: Ferry tries every minute and goes on as soon as Slack lets it.`
}

/** The same about edits and look-ups, which Slack limits in the whole workspace. */
export function heldBeside(method: 'update' | 'find', since: number): string {
  const what = method === 'update' ? 'edits, so cards may be out of date' : 'look-ups, so a message may be late'
  return `:hourglass_flowing_sand: Since ${at(since)}, Slack has been limiting Ferry’s ${what}. Nothing is lost.`
}
