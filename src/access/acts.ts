import type { AuditRecord } from './audit.ts'

/** What a trail has of one act: how it ended, with where it began; or that it was begun, where it has no end. */
export type AuditAct = { record: AuditRecord /** Number of the entry that it was begun with. */; begunSeq?: number }

/**
 * A page of acts, newest first by how they ended, of records newest first. Both entries of an act count once, also where
 * they lie on both sides of where a page ends.
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

/** So many entries more are looked through for where the acts of a page were begun: what is lost is not looked for in all. */
const mostBeyond = 500

/** `open`: what has ended and whose beginning is still to come, the last to end first. */
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

/** Of several that fit, the one that ended first. What Ferry has created is told in another detail than the attempt. */
function endedBy(begun: AuditRecord, same: readonly AuditAct[]): AuditAct | undefined {
  const exact = same.findLast(({ record }) => record.detail === begun.detail)
  return exact ?? same.findLast(({ record: { door, outcome } }) => door === 'ferry' && outcome === 'done')
}

/** Whoever is refused before anything is begun is refused without a role. */
function wasBegun({ door, role, outcome }: AuditRecord): boolean {
  return outcome !== 'begun' && (door === 'ferry' || role !== undefined)
}

function isOpen(act: AuditAct, { open }: Folding): boolean {
  return open.get(keyOf(act.record))?.includes(act) ?? false
}

/** Who does what to what, and where. */
function keyOf({ user, door, channel, verb, subject }: AuditRecord): string {
  return JSON.stringify([user, door, channel, verb, subject])
}
