import { defined } from '../../../defined.ts'
import { slackRefusal } from '../../../errors.ts'
import type { Sighted } from '../../../fleet/search.ts'
import type { Channel, Watch } from '../../../store/store.ts'
import { type WatchLine, watchList } from '../../../views/watches.ts'
import type { Command, Origin, Tools } from '../../command.ts'

export const watches: Command = {
  verb: 'watches',
  aliases: ['watching', 'subscriptions'],
  needs: 'viewer',
  usage: 'watches',
  summary: 'Everything that is being watched, and where',
  examples: ['watches'],
  run: async ({ origin }, tools) => ({ type: 'message', message: watchList(await watchLines(origin, tools)) }),
}

/** All watches, newest first, with what is known of each. */
export async function watchLines(
  { user }: Pick<Origin, 'user'>,
  { store, fleet }: Pick<Tools, 'store' | 'fleet'>,
): Promise<WatchLine[]> {
  const [all, channels, { sighted }] = await Promise.all([
    store.watches.list(),
    store.channels.list(),
    fleet.ask({ type: 'watched' }),
  ])
  const seen = new Map(sighted.map((one) => [one.watchId, one]))
  const sent = new Map(channels.items.map((one) => [one.channel, one]))
  return all.items
    .sort((a, b) => b.createdAt - a.createdAt)
    .map((watch) => lineOf(watch, { user, sighted: seen.get(watch.id), sent: sent.get(watch.channel) }))
}

type Seen = { user: string; sighted: Sighted | undefined; sent: Channel | undefined }

function lineOf(watch: Watch, { user, sighted, sent }: Seen): WatchLine {
  const { id, account, migrationId, channel, createdBy, ended } = watch
  const { migration, trouble } = sighted ?? {}
  const { broken, receipts } = sent ?? {}
  const { deliveredAt } = receipts?.[id] ?? {}
  return {
    ref: `${account}/${migrationId}`,
    channel,
    createdBy,
    isOwn: createdBy === user,
    waiting: waitingFor(watch, { sighted, sent }),
    ...defined({ ended, deliveredAt, migration }),
    ...(trouble && { blind: { what: trouble.what, since: trouble.since } }),
    ...(broken && { broken: { what: whyBroken(broken.reason), since: broken.since } }),
  }
}

/** How many messages about a watch Slack has not accepted. */
function waitingFor({ id, createdAt, ended, resumed }: Watch, { sighted, sent }: Omit<Seen, 'user'>): number {
  const from = Math.max(sent?.receipts[id]?.deliveredSeq ?? 0, createdAt - 1, (resumed?.at ?? 0) - 1)
  return (sighted?.events ?? []).filter((seq) => seq > from && seq < (ended?.at ?? Infinity)).length
}

function whyBroken(reason: string): string {
  const { what, next } = slackRefusal(reason)
  return `Ferry can’t post there (${reason}). ${what} ${next}`
}
