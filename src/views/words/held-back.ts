import { isBetween, type Weekday } from '../../text/calendar.ts'
import { digestWords, quietWords } from './calm.ts'
import { at, escaped } from './text.ts'

/** When a channel or a person may be disturbed. */
export type Calm = {
  mutes?: readonly { account?: string; migrationId?: string; until: number; by: string }[]
  quietHours?: { from: string; to: string; timeZone: string }
  digest?: { time: string; on?: Weekday; timeZone: string }
}

/** The migration of an account. Without ids: the account, or everything. */
type About = { account?: string; ids?: readonly string[] }

/** Why a channel or a person is not told of something now, and until when. Undefined if nothing is held back. */
export function heldBackNow(
  { mutes = [], quietHours, digest }: Calm,
  now: number,
  about: About = {},
): string | undefined {
  const { account, ids = [] } = about
  const muting = mutes.filter(
    (mute) =>
      mute.until > now &&
      (mute.account ?? account) === account &&
      (mute.migrationId === undefined || ids.includes(mute.migrationId)),
  )
  const [longest] = muting.toSorted((a, b) => b.until - a.until)
  if (longest !== undefined) return `:no_bell: Muted until ${at(longest.until)} by <@${escaped(longest.by)}>`
  if (digest !== undefined) return `:newspaper: Told in the digest, ${digestWords(digest)}`
  if (quietHours !== undefined && isBetween(now, quietHours)) return `:crescent_moon: Quiet ${quietWords(quietHours)}`
  return undefined
}
