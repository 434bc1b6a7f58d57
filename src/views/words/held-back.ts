import type { Weekday } from '../../text/calendar.ts'
import { isBetween } from '../../text/zoned.ts'
import { digestWords, quietWords } from './calm.ts'
import { at, code, escaped } from './text.ts'

/** When a channel or a person may be disturbed. */
export type Calm = {
  mutes?: readonly { account?: string; migrationId?: string; until: number; by: string }[]
  quietHours?: { from: string; to: string; timeZone: string }
  digest?: { time: string; on?: Weekday; timeZone: string }
}

/**
 * Why a channel or a person is told of nothing now, or of nothing of an account, and until when. Undefined if messages
 * arrive.
 */
export function heldBackNow(
  { mutes = [], quietHours, digest }: Calm,
  now: number,
  account?: string,
): string | undefined {
  const isAbout = (mute: Mute) => mute.migrationId === undefined && (mute.account ?? account) === account
  const muted = longestOf(mutes.filter(isAbout), now)
  if (muted !== undefined) return muted
  if (digest !== undefined) return `:newspaper: Told in the digest, ${digestWords(digest)}`
  if (quietHours !== undefined && isBetween(now, quietHours)) return `:crescent_moon: Quiet ${quietWords(quietHours)}`
  return undefined
}

/** Until when a channel or a person has muted a single migration. Undefined if it is not muted. */
export function mutedNow({ mutes = [] }: Calm, now: number, { account, ids }: About): string | undefined {
  const isAbout = (mute: Mute) =>
    mute.account === account && mute.migrationId !== undefined && ids.includes(mute.migrationId)
  const muted = mutes.filter(isAbout).map(({ until, by }) => ({ until, by }))
  return longestOf(muted, now)
}

/** A migration, by each id that it may have. */
type About = { account: string; ids: readonly string[] }

type Mute = NonNullable<Calm['mutes']>[number]

function longestOf(mutes: readonly Mute[], now: number): string | undefined {
  const [longest] = mutes.filter(({ until }) => until > now).toSorted((a, b) => b.until - a.until)
  if (longest === undefined) return undefined
  const { account, until, by } = longest
  const muted = account === undefined ? 'Muted' : `${code(account)} muted`
  return `:no_bell: ${muted} until ${at(until)} by <@${escaped(by)}>`
}
