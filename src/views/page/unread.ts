import { button, section } from '../blocks/elements.ts'
import { at, code, sentence } from '../words/text.ts'
import type { SubscriptionLine } from './subscription-rows.ts'
import type { DrawnRow, WatchLine } from './watches.ts'

/** An account that Ferry can't read, and why. `since` is in epoch milliseconds. */
export type Unread = { account: string; what: string; since: number }

/** Accounts that Ferry can't read and that several of these lines are about, those that most are about first. */
export function sharedTroubles(subscriptions: readonly SubscriptionLine[], watches: readonly WatchLine[]): Unread[] {
  const all = [...subscriptions.flatMap(({ blind }) => blind.flatMap(whole)), ...watches.flatMap(unreadBy)]
  return [...Map.groupBy(all, ({ account, what }) => `${account} ${what}`).values()]
    .filter((some) => some.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .flatMap(([first]) => first ?? [])
    .slice(0, mostSaid)
}

/** Most accounts with a row of their own. The lines about others say themselves why they are not read. */
const mostSaid = 3

/** The row that says once why an account can't be read, with the way to the accounts. */
export function unreadRow({ account, what, since }: Unread): DrawnRow {
  return {
    draw: () => ({
      ...section(`:warning: ${code(account)} not read since ${at(since)}: ${sentence(what)}`),
      accessory: button({ label: 'Accounts', command: 'accounts' }),
    }),
  }
}

/** A subscription without the reasons that rows above it give. */
export function subscriptionBelow(line: SubscriptionLine, said: readonly Unread[]): SubscriptionLine {
  const brief = (one: SubscriptionLine['blind'][number]) =>
    isSaid(one, said) ? { account: one.account, since: one.since } : one
  return { ...line, blind: line.blind.map(brief) }
}

/** A watch without the reason that a row above it gives. */
export function watchBelow(line: WatchLine, said: readonly Unread[]): WatchLine {
  const [unread] = unreadBy(line)
  return unread !== undefined && isSaid(unread, said) ? { ...line, blind: { since: unread.since } } : line
}

function unreadBy({ ref, blind }: WatchLine): Unread[] {
  return blind === undefined ? [] : whole({ ...blind, account: ref.slice(0, ref.indexOf('/')) })
}

function whole({ what, ...unread }: SubscriptionLine['blind'][number]): Unread[] {
  return what === undefined ? [] : [{ ...unread, what }]
}

function isSaid({ account, what }: { account: string; what?: string }, said: readonly Unread[]): boolean {
  return said.some((one) => one.account === account && one.what === what)
}
