import { hashOf } from '../access/canonical.ts'
import type { MigrationRequest } from '../approvals/request.ts'
import type { OutboxEntry, Posting } from '../store/store.ts'
import { requestCard } from '../views/request/card.ts'
import type { Note } from './notes.ts'

/** The news of a request for its channel: the present card, and the new notes in the outbox. Pure. */
export function postingOf(
  request: MigrationRequest,
  before: Omit<Posting, 'card'>,
  { notes, now }: { notes: readonly Note[]; now: number },
): Posting {
  const { channel, createdAt, outbox, nextSeq } = before
  const message = requestCard(request)
  const entries = notes.map((note, index): OutboxEntry => {
    const seq = nextSeq + index
    return { ...note, seq, deliveryKey: `${request.id}#${createdAt}#${seq}`, decidedAt: now }
  })
  return {
    channel,
    createdAt,
    card: { message, hash: hashOf(JSON.stringify(message)).slice(0, 22) },
    outbox: [...outbox, ...entries],
    nextSeq: nextSeq + entries.length,
  }
}
