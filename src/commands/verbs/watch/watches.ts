import { defined } from '../../../defined.ts'
import { slackRefusal } from '../../../errors.ts'
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
    .map(({ id, account, migrationId, channel, createdBy, ended }) => {
      const { migration, trouble } = seen.get(id) ?? {}
      const { broken, receipts } = sent.get(channel) ?? {}
      const { deliveredAt } = receipts?.[id] ?? {}
      return {
        isOwn: createdBy === user,
        ...defined({ ended, deliveredAt }),
        ref: `${account}/${migrationId}`,
        channel,
        createdBy,
        ...(migration === undefined ? {} : { migration }),
        ...(trouble === undefined ? {} : { trouble: trouble.what }),
        ...(broken === undefined ? {} : { broken: whyBroken(broken.reason) }),
      }
    })
}

function whyBroken(reason: string): string {
  const { what, next } = slackRefusal(reason)
  return `Ferry can’t post there (${reason}). ${what} ${next}`
}
