import { defined } from '../../../defined.ts'
import { watchedIds } from '../../../migrations/typed/ref.ts'
import type { Watch } from '../../../store/store.ts'
import type { WatchLine } from '../../../views/page/watches.ts'
import { type Narrowed, watchesPage } from '../../../views/page/watches-page.ts'
import { mutedNow } from '../../../views/words/held-back.ts'
import { isChannel, isPolite, meansHere, meansMe } from '../../find/words.ts'
import type { Command, Invocation } from '../../machine/command.ts'
import { pageIn } from '../../machine/page.ts'
import { restUnknown } from '../../machine/rest.ts'
import { channelOf } from './channel.ts'
import { type Deliveries, heldHere, readDeliveries, standsIn, waitingFor, whyBroken, whyUntold } from './deliveries.ts'
import { patienceLines, subscriptionLines } from './subscriptions.ts'

export const watches: Command = {
  verb: 'watches',
  aliases: ['watching', 'subscriptions'],
  needs: 'viewer',
  takes: { most: 'any', channel: true },
  usage: 'watches [me] [#channel] [--page <n>]',
  summary: 'Everything that is being watched, and where',
  examples: ['watches', 'watches me', 'watches #data-moves', 'watches --page 2'],
  notes: [
    '`me` shows what you follow yourself, a channel or `here` what is followed there.',
    'It shows what was delivered last, what is held back and why, and ends each of them. `test` tries a channel out.',
  ],
  answersTo: ({ words }) => (words.some((word) => /^watch(es|ed|ing)?$/.test(word)) ? 'watches' : undefined),
  async run(invocation, tools) {
    const { origin } = invocation
    const page = pageIn(invocation, watches.usage)
    const only = narrowing(invocation)
    const shows = (one: { isOwn: boolean; channel: string }) =>
      (!only.isMine || one.isOwn) && (only.channel ?? one.channel) === one.channel
    const deliveries = await readDeliveries(tools)
    const subscriptions = await subscriptionLines(origin, tools, deliveries)
    const reader = { user: origin.user, now: tools.clock.now() }
    const watched = linesOf(deliveries, reader)
    const message = watchesPage({
      watches: watched.filter(shows),
      subscriptions: subscriptions.filter(shows),
      patience: patienceLines(deliveries, reader).filter(({ of, isOwn }) => shows({ isOwn, channel: of })),
      page,
      only,
      ...defined({ channel: origin.channel }),
    })
    return { type: 'message', message }
  },
}

/** The part of the page that the words name. Throws AppError rest_unknown for any other word. */
function narrowing(invocation: Invocation): Narrowed {
  const { words } = invocation
  const isPlace = (word: string) => isChannel(word) || meansHere(word)
  const rest = words.filter((word) => !isPlace(word) && !meansMe(word) && !isPolite(word))
  if (rest.length > 0) throw restUnknown(watches, rest, invocation)
  const channel = words.some(isPlace) ? channelOf(invocation, watches) : undefined
  return { isMine: words.some(meansMe), ...defined({ channel }) }
}

type Reader = { user: string; now: number }

/** All watches that somebody asked for, newest first, with what is known of each. */
export function linesOf(deliveries: Deliveries, reader: Reader): WatchLine[] {
  return deliveries.watches
    .filter(({ goneAt, isOfSet }) => goneAt === undefined && isOfSet === undefined)
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .map((watch) => lineOf(watch, deliveries, reader))
}

function lineOf(watch: Watch, deliveries: Deliveries, { user, now }: Reader): WatchLine {
  const { id, account, migrationId, channel, createdBy, calling, deadline, ended } = watch
  const [sighted, sent] = [deliveries.sightedBy(watch), deliveries.sentIn(channel)]
  const { migration, trouble } = sighted ?? {}
  const { broken, receipts, damaged, held } = sent ?? {}
  const { deliveredAt } = receipts?.[id] ?? {}
  const muted = mutedNow(deliveries.patienceOf(watch), now, { account, ids: watchedIds(watch) })
  return {
    ref: `${account}/${migrationId}`,
    channel,
    createdBy,
    isOwn: createdBy === user,
    waiting: waitingFor(watch, { sighted, sent }).length,
    ...defined({ calling, deadline, ended, deliveredAt, migration }),
    ...defined({ heldBack: muted, heldHere: heldHere(watch, deliveries, { user, now }) }),
    ...(damaged !== undefined && standsIn({ damaged }) && { damagedSince: damaged.since }),
    ...(trouble && { blind: { what: trouble.what, since: trouble.since } }),
    ...(held && { held: { method: held.method, since: held.since } }),
    ...defined({ untold: whyUntold(broken ?? held) }),
    ...(broken && { broken: { what: whyBroken(broken.reason), since: broken.since } }),
  }
}
