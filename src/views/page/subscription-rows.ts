import type { KnownBlock } from '@slack/types'
import type { StateCount } from '../../migrations/families.ts'
import { button, section } from '../blocks/elements.ts'
import { type DigestLine, digestWords, type Place, placeWords, type QuietLine, quietWords } from '../words/calm.ts'
import { callingWords, hearingWords, setTitle, showingWords } from '../words/set.ts'
import { at, code, escaped } from '../words/text.ts'
import { countsWords } from '../words/words.ts'
import { type SetLine, subscribingAgain, unsubscribing } from './subscriptions.ts'
import { heldLines, reasonText, type WatchLine } from './watches.ts'

/** A subscription, and how its set stands. Times are in epoch milliseconds. */
export type SubscriptionLine = SetLine & {
  counts: readonly StateCount[]
  /** Accounts of the set that Ferry can't read, since when, and why, if that is not said elsewhere. */
  blind: readonly { account: string; what?: string; since: number }[]
  /** Slack's link to the board that shows it. */
  boardUrl?: string
} & Pick<WatchLine, 'isOwn' | 'deliveredAt' | 'waiting' | 'heldHere' | 'broken' | 'ended'>

/** When a channel, or the person who looks, may be disturbed. */
export type PatienceLine = Place & {
  /** `isNow`: whether it is quiet now. */
  quietHours?: QuietLine & { by: string; isNow: boolean }
  digest?: DigestLine & { by: string }
  mutes: readonly { name: string; until: number; by: string }[]
}

export function subscriptionRow(line: SubscriptionLine): KnownBlock {
  const { of, channel, createdBy, hears, shows, calling, counts, deliveredAt, waiting, boardUrl, blind, ended } = line
  if (ended !== undefined) {
    const text = `${setTitle(of)}\n:no_bell: not followed in <#${escaped(channel)}> any more · ended by <@${escaped(ended.by)}> ${at(ended.at)}`
    return { ...section(text), accessory: button({ label: 'Subscribe again', command: subscribingAgain(line) }) }
  }
  const lines = [
    `:bell: ${setTitle(of)} in <#${escaped(channel)}> · by <@${escaped(createdBy)}>`,
    [
      `Hears of ${hearingWords[hears]}`,
      `sees ${showingWords[shows]}`,
      ...(calling === undefined ? [] : [callingWords[calling]]),
    ].join(' · '),
    ...(counts.length === 0
      ? []
      : [[countsText(counts), ...(boardUrl === undefined ? [] : [`<${boardUrl}|Board>`])].join(' · ')]),
    ...(deliveredAt === undefined ? [] : [`Last message ${at(deliveredAt)}`]),
    ...heldLines({ ...line, waiting }),
    ...blind.map(
      ({ account, what, since }) => `:warning: ${code(account)} not read since ${at(since)}${reasonText(what)}`,
    ),
  ]
  return { ...section(lines.join('\n')), accessory: button(unsubscribing(line, line)) }
}

/** "200: 8 failed · 161 running · 31 succeeded". */
function countsText(counts: readonly StateCount[]): string {
  return `${counts.reduce((sum, { count }) => sum + count, 0)}: ${countsWords(counts)}`
}

/** Quiet hours, a digest and mutes, each with the button that ends it. */
export function patienceRows({ quietHours, digest, mutes, ...place }: PatienceLine): KnownBlock[] {
  const word = place.isOwn ? 'me' : `<#${place.of}>`
  const row = (text: string, by: string, command: string) => ({
    ...section(`${text} ${placeWords(place)} · by <@${escaped(by)}>`),
    accessory: button({ label: command.startsWith('unmute') ? 'Unmute' : 'Turn off', command }),
  })
  return [
    ...(quietHours === undefined
      ? []
      : [
          row(
            `:crescent_moon: *Quiet ${quietWords(quietHours)}*${quietHours.isNow ? ' now,' : ''}`,
            quietHours.by,
            `quiet off ${word}`,
          ),
        ]),
    ...(digest === undefined
      ? []
      : [row(`:newspaper: *Digest ${digestWords(digest)}*`, digest.by, `digest off ${word}`)]),
    ...mutes.map(({ name, until, by }) =>
      row(
        `:no_bell: *${name === 'all' ? 'Everything' : code(name, 90)} muted until ${at(until)}*`,
        by,
        `unmute ${name} ${word}`,
      ),
    ),
  ]
}
