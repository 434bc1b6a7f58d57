import { button, section } from '../blocks/elements.ts'
import { at, code, escaped, sentence } from '../words/text.ts'
import type { SubscriptionLine } from './subscription-rows.ts'
import type { DrawnRow, WatchLine } from './watches.ts'

/** An account that Ferry can't read, and why. Times are in epoch milliseconds. */
type Unread = { account: string; what: string; since: number }
/** A channel that refuses Ferry's messages, and why. */
type Closed = { channel: string; what: string; since: number }

/** Troubles that several lines of a page share. Rows above these lines say each of them once. */
type SaidOnce = { unread: readonly Unread[]; closed: readonly Closed[] }

/** Troubles that several of these lines share, those of most lines first. */
export function saidOnce(subscriptions: readonly SubscriptionLine[], watches: readonly WatchLine[]): SaidOnce {
  const unread = [...subscriptions.flatMap(({ blind }) => blind.flatMap(whole)), ...watches.flatMap(unreadBy)]
  const closed = [...subscriptions, ...watches].flatMap(({ channel, broken }) =>
    broken ? [{ channel, ...broken }] : [],
  )
  return {
    unread: shared(unread, ({ account, what }) => `${account} ${what}`),
    closed: shared(closed, ({ channel }) => channel),
  }
}

function shared<Trouble>(all: readonly Trouble[], keyOf: (trouble: Trouble) => string): Trouble[] {
  return [...Map.groupBy(all, keyOf).values()]
    .filter((some) => some.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .flatMap(([first]) => first ?? [])
    .slice(0, mostSaid)
}

/** Most accounts, and most channels, with a row of their own. Lines about others say themselves what is wrong. */
const mostSaid = 3

export function rowsSaidOnce({ unread, closed }: SaidOnce): DrawnRow[] {
  return [...unread.map(unreadRow), ...closed.map((one) => ({ draw: () => section(closedText(one)) }))]
}

/** Why an account can't be read, with the way to the accounts. */
function unreadRow({ account, what, since }: Unread): DrawnRow {
  return {
    draw: () => ({
      ...section(`:warning: ${code(account)} not read since ${at(since)}: ${sentence(what)}`),
      accessory: button({ label: 'Accounts', command: 'accounts' }),
    }),
  }
}

export function closedText({ channel, what, since }: Closed): string {
  return `:warning: <#${escaped(channel)}> since ${at(since)}: ${sentence(what)}`
}

/** A subscription without the reasons that rows above it give. */
export function subscriptionBelow({ broken, ...line }: SubscriptionLine, said: SaidOnce): SubscriptionLine {
  const blind = line.blind.map((one) => (isUnread(one, said) ? { account: one.account, since: one.since } : one))
  return { ...line, blind, ...(broken && !isClosed(line, said) && { broken }) }
}

/** A watch without the reasons that rows above it give. */
export function watchBelow({ broken, ...line }: WatchLine, said: SaidOnce): WatchLine {
  const [unread] = unreadBy(line)
  return {
    ...line,
    ...(broken && !isClosed(line, said) && { broken }),
    ...(unread && isUnread(unread, said) && { blind: { since: unread.since } }),
  }
}

function unreadBy({ ref, blind }: Pick<WatchLine, 'ref' | 'blind'>): Unread[] {
  return blind === undefined ? [] : whole({ ...blind, account: ref.slice(0, ref.indexOf('/')) })
}

function whole({ what, ...unread }: SubscriptionLine['blind'][number]): Unread[] {
  return what === undefined ? [] : [{ ...unread, what }]
}

function isUnread({ account, what }: SubscriptionLine['blind'][number], { unread }: SaidOnce): boolean {
  return unread.some((one) => one.account === account && one.what === what)
}

function isClosed({ channel }: Pick<WatchLine, 'channel'>, { closed }: SaidOnce): boolean {
  return closed.some((one) => one.channel === channel)
}
