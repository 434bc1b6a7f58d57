import { defined } from '../defined.ts'
import type { Board } from '../delivery/boards.ts'
import type { WorkspaceFleet } from '../fleet/workspace-fleet.ts'
import type { News, OutboxEntry, Notice as StoredNotice } from '../store/store.ts'
import { accountNote, accountNotice } from '../views/account-notice.ts'
import type { Notice } from './boards.ts'
import { hashOfMessage } from './news.ts'

const prefix = 'account:'

function noticeId(account: string, channel: string): string {
  return `${prefix}${account}@${channel}`
}

/** The notices about accounts of a workspace, each in every channel with watches that Ferry cannot follow. */
export function noticesOf({ health, watches }: Pick<WorkspaceFleet, 'health' | 'watches'>): Notice[] {
  return [...health.values()].flatMap(({ account, notice }) => {
    if (notice === undefined) return []
    return Object.keys(notice.blind).map((channel) => {
      const affected = watches.of(account).find((watch) => watch.channel === channel)
      const board = boardOf(account, channel, { createdAt: notice.createdAt, createdBy: affected?.createdBy ?? '' })
      return { board, news: newsOf(board, account, notice) }
    })
  })
}

function boardOf(account: string, channel: string, made: Pick<Board, 'createdAt' | 'createdBy'>): Board {
  return {
    ...made,
    id: noticeId(account, channel),
    channel,
    purpose: `Ferry has news about account \`${account}\` for <#${channel}>`,
    stop: 'watches',
  }
}

function newsOf({ id, channel, createdAt }: Board, account: string, notice: StoredNotice): News {
  const { blind, trouble, healedAt, owner, events } = notice
  const shown = { account, trouble, blind: blind[channel] ?? 0, ...defined({ healedAt, owner }) }
  const message = accountNotice(shown)
  const outbox = events.map(({ seq, at, type, trouble: told }): OutboxEntry => {
    const said = accountNote(account, type, told)
    return {
      seq,
      place: 'broadcast',
      lane: 'stall',
      deliveryKey: `${id}#${createdAt}#${seq}`,
      message: said,
      decidedAt: at,
    }
  })
  const nextSeq = (events.at(-1)?.seq ?? createdAt) + 1
  return { card: { message, hash: hashOfMessage(message) }, outbox, nextSeq }
}
