import { defined } from '../../defined.ts'
import type { Known } from '../../fleet/judge/known.ts'
import { knownOf, type WorkspaceFleet } from '../../fleet/workspace-fleet.ts'
import { isEnded } from '../../migrations/migration.ts'
import type { Provider } from '../../providers/provider.ts'
import type { Channels } from '../../send/channels.ts'
import { ownReceipt } from '../../send/thread/threads.ts'
import type { AccountHealth, Watch } from '../../store/store.ts'
import type { Groups } from '../decide/groups.ts'
import type { EventTable } from '../events.ts'
import { isOnBoard } from './boards.ts'

/** What a watch shows and says is drawn from this when its turn comes. */
export type Watched = {
  watch: Watch
  known: Known
  health: AccountHealth | undefined
  provider: Pick<Provider, 'label' | 'kinds'>
  events: EventTable
  /** How an event of the watch is told, by its number. Undefined while that is not decided. */
  decisionOn(seq: number): ReturnType<Groups['decisionOn']>
  /** Whether the channel was told everything up to this number. `perhaps`: a post of it was begun and not accepted. */
  hasHeard(seq: number): 'yes' | 'perhaps' | 'no'
  /** Whether the channel's board shows the figures, so that the card need not. */
  isOnBoard: boolean
  /** Since when Slack has been limiting what Ferry may post in the channel, if that is long. */
  heldSince?: number
  /** Whether it has no card of its own, so that its messages have to name it. */
  isBelowBoard: boolean
}

export type WatchSources = {
  fleet: WorkspaceFleet
  groups: Pick<Groups, 'decisionOn'>
  channels: Pick<Channels, 'of'>
  providers: readonly Provider[]
  events: EventTable
}

/** Everything of a watch that its card and messages are drawn from. Undefined while its migration has not been read. */
export function watchedOf(
  watch: Watch,
  { fleet, groups, channels, providers, events }: WatchSources,
): Watched | undefined {
  const known = knownOf(fleet, watch)
  const provider = providers.find(({ name }) => name === known?.migration.provider)
  if (known === undefined || provider === undefined) return undefined
  const channel = channels.of(watch.channel)
  const deliveredSeq = ownReceipt(watch, channel)?.deliveredSeq ?? watch.createdAt - 1
  return {
    watch,
    known,
    health: fleet.health.get(watch.account),
    provider,
    events,
    decisionOn: (seq) => groups.decisionOn(watch.id, seq),
    hasHeard: (seq) => (deliveredSeq >= seq ? 'yes' : deliveryKeyOf(watch, seq) in channel.begun ? 'perhaps' : 'no'),
    isOnBoard: isOnBoard(channel, isEnded(known.migration.state)),
    isBelowBoard: channel.board !== undefined && channel.receipts[watch.id]?.cardTs === undefined,
    ...defined({ heldSince: channel.held?.method === 'post' ? channel.held.since : undefined }),
  }
}

/** Under this key, a message about a watch is posted once. */
export function deliveryKeyOf({ id, createdAt }: Pick<Watch, 'id' | 'createdAt'>, seq: number): string {
  return `${id}#${createdAt}#${seq}`
}
