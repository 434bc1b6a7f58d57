import type { AuditRecord } from './audit.ts'

/**
 * One act in the audit trail: the record of how it ended with the number of the entry that began it, or only the record
 * that it was begun.
 */
export type AuditAct = { record: AuditRecord /** Number of the entry that began the act. */; begunSeq?: number }

/**
 * Reads one page of acts from records, newest first by how they ended. The two entries of an act count once, even if a
 * page ends between them.
 */
export async function readActs(
  newestFirst: AsyncIterable<AuditRecord>,
  { page, perPage }: { page: number; perPage: number },
): Promise<{ acts: AuditAct[]; hasMore: boolean }> {
  const last = page * perPage
  const folding: Folding = { acts: [], open: new Map() }
  const wanted = () => folding.acts.slice(last - perPage, last)
  let beyond = 0
  for await (const record of newestFirst) {
    fold(record, folding)
    if (folding.acts.length <= last) continue
    beyond += 1
    if (beyond > mostBeyond || !wanted().some((act) => isOpen(act, folding))) break
  }
  return { acts: wanted(), hasMore: folding.acts.length > last }
}

/**
 * How many more entries are read to find where the acts of a page began. The limit keeps a lost entry from being
 * searched for in the whole trail.
 */
const mostBeyond = 500

/**
 * Acts collected so far. `open` holds acts whose end was read but whose beginning was not, by key; the last to end
 * comes first.
 */
type Folding = { acts: AuditAct[]; open: Map<string, AuditAct[]> }

function fold(record: AuditRecord, { acts, open }: Folding): void {
  const key = keyOf(record)
  const same = open.get(key) ?? []
  const ended = record.outcome === 'begun' ? endedBy(record, same) : undefined
  if (ended !== undefined) {
    ended.begunSeq = record.seq
    same.splice(same.indexOf(ended), 1)
    return
  }
  const act = { record }
  acts.push(act)
  if (wasBegun(record)) open.set(key, [...same, act])
}

/**
 * The act that a `begun` record belongs to: of several that fit, the one that ended first. Ferry's own record of a
 * creation has another detail than the attempt.
 */
function endedBy(begun: AuditRecord, same: readonly AuditAct[]): AuditAct | undefined {
  const exact = same.findLast(({ record }) => record.detail === begun.detail)
  return exact ?? same.findLast(({ record: { door, outcome } }) => door === 'ferry' && outcome === 'done')
}

/** Whether an act has a `begun` entry. People who are refused before anything begins have no role in the record. */
function wasBegun({ door, role, outcome }: AuditRecord): boolean {
  return outcome !== 'begun' && (door === 'ferry' || role !== undefined)
}

function isOpen(act: AuditAct, { open }: Folding): boolean {
  return open.get(keyOf(act.record))?.includes(act) ?? false
}

/** Key that an act's two entries share: who did what to what, and where. */
function keyOf({ user, door, channel, verb, subject }: AuditRecord): string {
  return JSON.stringify([user, door, channel, verb, subject])
}
