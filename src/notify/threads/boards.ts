import { defined } from '../../defined.ts'
import { showingOf } from '../../fleet/sets.ts'
import { knownOf } from '../../fleet/workspace-fleet.ts'
import { countStates, type StateCount } from '../../migrations/families.ts'
import { isEnded } from '../../migrations/migration.ts'
import type { Showing } from '../../migrations/set.ts'
import type { Channels } from '../../send/channels.ts'
import { boardIdOf, boardPrefix } from '../../send/thread/board-links.ts'
import type { Thread, ThreadState } from '../../send/thread/threads.ts'
import type { Channel, Watch } from '../../store/store.ts'
import type { Message } from '../../views/blocks/message.ts'
import { boardMessage, closedBoard } from '../../views/group/board.ts'
import { type EventTable, markOf } from '../events.ts'
import { type Following, seenOnBoard } from './on-board.ts'
import { cardFrom, stateOf, type ThreadSource, unfinishedOf } from './threads.ts'

/** A channel that follows more migrations at once gets a board in place of further cards. */
export const mostCards = 20

/** How long a board is kept after all of its migrations have ended, in milliseconds: some may be retried. */
const keepIdleMs = 60 * 60_000

/**
 * The channel with a board once it follows many migrations that have not ended, until all have for a while. The same
 * channel if nothing changes. Pure.
 */
export function withBoard(channel: Channel, { going, isWanted, now, counts }: Going & Standing): Channel {
  const { board } = channel
  if (board === undefined || board.closedAt !== undefined) {
    const isNeeded = going > mostCards || (isWanted && going > 0)
    return isNeeded ? { ...channel, board: { openedAt: now } } : channel
  }
  const { idleSince, ...open } = board
  if (going > 0) return idleSince === undefined ? channel : { ...channel, board: open }
  if (idleSince === undefined) return { ...channel, board: { ...open, idleSince: now } }
  if (now - idleSince < keepIdleMs) return channel
  const { over: _, ...kept } = board
  return { ...channel, board: { ...kept, closedAt: now, ...defined({ counts: counts?.() }) } }
}

/** `counts`: how the board's migrations stand. */
type Standing = { now: number; counts?(): StateCount[] }

/** How the migrations of a channel's board stand. */
export function countsOnBoard(channel: Channel, fleet: Following): StateCount[] {
  return countStates(seenOnBoard(channel, fleet).map(({ migration }) => migration))
}

/**
 * The channel with watched migrations that are over, which its board goes on to count. The same channel if it has no
 * board.
 */
export function withOver(channel: Channel, refs: readonly string[]): Channel {
  const { board } = channel
  if (board === undefined || board.closedAt !== undefined || refs.length === 0) return channel
  return { ...channel, board: { ...board, over: [...new Set([...(board.over ?? []), ...refs])] } }
}

/** How many migrations that a channel sees have not ended, and whether a subscription wants a board for them. */
export type Going = { going: number; isWanted: boolean }

export function goingIn(channel: string, fleet: Following): Going {
  const shown = fleet.watches.in(channel).flatMap((watch) => {
    const migration = knownOf(fleet, watch)?.migration
    return migration === undefined || isEnded(migration.state) ? [] : [showingOf(watch, migration, fleet)]
  })
  const seen = shown.filter((one) => one !== 'announcements')
  return { going: seen.length, isWanted: seen.includes('board') }
}

/** Whether the migration of a watch is shown on its channel's board. */
export function isOnBoard({ board }: Pick<Channel, 'board'>, hasEnded: boolean): boolean {
  return board !== undefined && board.closedAt === undefined && !hasEnded
}

/**
 * Where a watch without a card of its own says what it has to say: below the board or, if the channel wants to see
 * nothing else of it, in the channel. Undefined if it gets a card. Without a time stamp, the board has not been posted.
 */
export function hostOf(
  channel: Channel,
  { hasEnded, showing }: { hasEnded: boolean; showing: Showing },
): ThreadState['host'] {
  if (showing === 'announcements') return { isChannel: true }
  const { board, receipts } = channel
  const id = boardIdOf(channel)
  if (board === undefined || id === undefined || (board.closedAt !== undefined && !hasEnded)) return undefined
  const ts = receipts[id]?.cardTs
  return ts === undefined ? {} : { ts }
}

type BoardParts = { fleet: Following; channels: Channels; events: EventTable }

/**
 * A board when it was last drawn, and the watches on it. It is drawn whenever one of its migrations has changed,
 * so each round can see without drawing it anew whether Slack shows it.
 */
type Drawn = { board: Channel['board']; watches: readonly Watch[]; card: ReturnType<typeof cardFrom> }

/** The threads of boards: many migrations in one message, and below it what happens to them. */
export function boardThreads({ fleet, channels, events }: BoardParts): ThreadSource {
  const boards = () => channels.all().filter(({ board }) => board !== undefined)
  const drawn = new Map<string, Drawn>()
  const read = (channel: Channel, card = draw(channel)) => {
    const thread = threadOf(channel, fleet)
    return thread && stateOf(thread, { card, outbox: [], nextSeq: thread.createdAt }, channels)
  }
  function draw(channel: Channel): Drawn['card'] {
    const card = cardFrom(messageOf(channel, { fleet, events }))
    drawn.set(channel.channel, { board: channel.board, watches: fleet.watches.in(channel.channel), card })
    return card
  }
  function lastDrawn({ channel, board }: Channel): Drawn['card'] | undefined {
    const last = drawn.get(channel)
    const watches = fleet.watches.in(channel)
    const isSame = last?.board === board && last?.watches.length === watches.length
    return isSame && watches.every((one, index) => one === last.watches[index]) ? last.card : undefined
  }
  return {
    owns: (id) => id.startsWith(boardPrefix),
    async read(id) {
      const channel = boards().find((one) => boardIdOf(one) === id)
      return channel && read(channel)
    },
    inChannel: async (name) => {
      const id = boardIdOf(channels.of(name))
      return id === undefined ? [] : [id]
    },
    unfinished: async () =>
      boards().flatMap((channel) => {
        const state = read(channel, lastDrawn(channel))
        return state === undefined ? [] : unfinishedOf(state)
      }),
  }
}

function messageOf(channel: Channel, { fleet, events }: Omit<BoardParts, 'channels'>): Message {
  if (channel.board?.closedAt !== undefined) return closedBoard(channel.board.counts)
  return boardMessage(
    seenOnBoard(channel, fleet).map((known) => ({
      migration: known.migration,
      ...defined({ mark: markOf(known, events) }),
    })),
  )
}

function threadOf(channel: Channel, { watches }: Following): Thread | undefined {
  const id = boardIdOf(channel)
  const { board } = channel
  if (id === undefined || board === undefined) return undefined
  return {
    id,
    channel: channel.channel,
    createdBy: watches.in(channel.channel)[0]?.createdBy ?? '',
    createdAt: board.openedAt,
    purpose: `Ferry follows many migrations for <#${channel.channel}>`,
    stop: 'watches',
  }
}
