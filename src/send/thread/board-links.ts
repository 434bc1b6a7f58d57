import { createSingleFlight } from '../../async/single-flight.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Channel } from '../../store/store.ts'
import type { Wire } from '../wire.ts'
import type { Threads } from './threads.ts'

export const boardPrefix = 'board:'

/** The id of a channel's board. Undefined if it has none. */
export function boardIdOf({ channel, board }: Pick<Channel, 'channel' | 'board'>): string | undefined {
  return board && `${boardPrefix}${channel}#${board.openedAt}`
}

/** Slack's link to a channel's board while it is open. Undefined until Slack has told it. */
export function boardLinkOf({
  board,
  receipts,
  channel,
}: Pick<Channel, 'channel' | 'board' | 'receipts'>): string | undefined {
  const id = boardIdOf({ channel, ...(board && { board }) })
  const ts = id && receipts[id]?.cardTs
  return board?.closedAt === undefined && ts !== undefined && board?.link?.ts === ts ? board.link.url : undefined
}

/** Asks Slack for the links to boards, so that other messages can lead there. */
export type BoardLinks = {
  /** Asks for the links that are missing in a workspace. Returns at once. */
  look(workspace: string): void
  /** The work that is under way, of one workspace or of all. */
  work(workspace?: string): Promise<void>[]
}

export type BoardLinkParts = {
  threadsOf(workspace: string): Threads | undefined
  wire: Pick<Wire, 'permalink'>
  log: Log<'warn'>
  /** Aborts when nothing more is to be sent. */
  signal: AbortSignal
}

export function createBoardLinks({ threadsOf, wire, log, signal }: BoardLinkParts): BoardLinks {
  const looks = createSingleFlight()

  async function noteLink(workspace: string, { channel }: Channel, threads: Threads): Promise<void> {
    const ts = unlinked(threads.channels.of(channel))
    if (ts === undefined) return
    const url = await wire.permalink({ workspace, channel, ts })
    await threads.channels.change(channel, (before) =>
      before.board === undefined || unlinked(before) !== ts
        ? before
        : { ...before, board: { ...before.board, link: { ts, url } } },
    )
  }

  async function lookIn(workspace: string, threads: Threads): Promise<void> {
    for (const channel of threads.channels.all()) {
      if (signal.aborted || threads.signal.aborted) return
      // The next round asks again.
      await noteLink(workspace, channel, threads).catch((error: unknown) => {
        if (signal.aborted || threads.signal.aborted) return
        const isUsual = isAppError(error) && error.code.startsWith('slack_')
        if (!isUsual) log.warn({ workspace, channel: channel.channel, err: error }, 'The link to a board is not known')
      })
    }
  }

  return {
    look(workspace) {
      const threads = threadsOf(workspace)
      if (threads === undefined || !threads.channels.all().some((one) => unlinked(one) !== undefined)) return
      void looks.run(workspace, () => lookIn(workspace, threads))
    },
    work: looks.all,
  }
}

/** Handle of an open board to which the link is missing. */
function unlinked(channel: Channel): string | undefined {
  const { board, receipts } = channel
  const ts = receipts[boardIdOf(channel) ?? '']?.cardTs
  return board === undefined || board.closedAt !== undefined || ts === undefined || board.link?.ts === ts
    ? undefined
    : ts
}
