import { isBetween, type Weekday } from '../../text/calendar.ts'
import { digestWords, quietWords } from './calm.ts'
import { at, escaped } from './text.ts'

/** When a channel or a person may be disturbed. */
export type Calm = {
  mutes?: readonly { account?: string; migrationId?: string; until: number; by: string }[]
  quietHours?: { from: string; to: string; timeZone: string }
  digest?: { time: string; on?: Weekday; timeZone: string }
}

/** The migration of an account. Without ids: the account. Without an account: no account of its own. */
type About = { account?: string; ids?: readonly string[] }

/** Why a channel or a person is told of nothing at all now, and until when. Undefined if messages arrive. */
export function heldBackNow({ mutes = [], quietHours, digest }: Calm, now: number): string | undefined {
  const muted = longestOf(mutes.filter(({ account, until }) => account === undefined && until > now))
  if (muted !== undefined) return muted
  if (digest !== undefined) return `:newspaper: Told in the digest, ${digestWords(digest)}`
  if (quietHours !== undefined && isBetween(now, quietHours)) return `:crescent_moon: Quiet ${quietWords(quietHours)}`
  return undefined
}

/** Until when a channel or a person has muted an account or a migration of its own name. Undefined if it is not muted. */
export function mutedNow({ mutes = [] }: Calm, now: number, { account, ids = [] }: About): string | undefined {
  const isAbout = (mute: NonNullable<Calm['mutes']>[number]) =>
    mute.until > now &&
    mute.account !== undefined &&
    mute.account === account &&
    (mute.migrationId === undefined || ids.includes(mute.migrationId))
  return longestOf(mutes.filter(isAbout))
}

function longestOf(mutes: NonNullable<Calm['mutes']>): string | undefined {
  const [longest] = mutes.toSorted((a, b) => b.until - a.until)
  return longest && `:no_bell: Muted until ${at(longest.until)} by <@${escaped(longest.by)}>`
}
