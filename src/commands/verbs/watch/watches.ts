import { slackRefusal } from '../../../errors.ts'
import type { WorkspaceStore } from '../../../store/store.ts'
import { type WatchLine, watchList } from '../../../views/watches.ts'
import type { Command } from '../../command.ts'

export const watches: Command = {
  verb: 'watches',
  aliases: ['watching', 'subscriptions'],
  needs: 'viewer',
  usage: 'watches',
  summary: 'Everything that is being watched, and where',
  examples: ['watches'],
  run: async (_invocation, { store }) => ({ type: 'message', message: watchList(await watchLines(store)) }),
}

/** All watches, newest first, with what was last seen of each. */
export async function watchLines(
  store: Pick<WorkspaceStore, 'watches' | 'sightings' | 'receipts'>,
): Promise<WatchLine[]> {
  const [all, sightings, receipts] = await Promise.all([
    store.watches.list(),
    store.sightings.list(),
    store.receipts.list(),
  ])
  const seen = new Map(sightings.items.map((sighting) => [sighting.watchId, sighting]))
  const sent = new Map(receipts.items.map((receipt) => [receipt.watchId, receipt]))
  return all.items
    .sort((a, b) => b.createdAt - a.createdAt)
    .map(({ id, account, migrationId, channel, createdBy }) => {
      const { migration, trouble } = seen.get(id) ?? {}
      const broken = sent.get(id)?.broken
      return {
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
