import { setImmediate as nextTurn } from 'node:timers/promises'
import { type AuditEvent, type AuditRecord, chainStart, link, type Mark, newChainVerb } from '../../access/audit.ts'
import type { Clock } from '../../async/clock.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import type { Appendable, AuditTrail, Claim, Collection } from '../store.ts'

export type AuditTrailParts = {
  records: Appendable<AuditRecord>
  /** One record: the end of the trail. It is stored apart, so that records that were cut off the end are noticed. */
  heads: Heads
  /** Locks the trail over all replicas, for at most `ttlMs` milliseconds. */
  lock(ttlMs: number): Promise<Claim | undefined>
  /** Number of the last record that is there, whether it can be read or not. */
  lastSeq(): Promise<number>
  clock: Clock
}

type Heads = Pick<Collection<Mark>, 'get' | 'set'>

/** Creates an append-only chain of records over two collections. */
export function createAuditTrail(parts: AuditTrailParts): AuditTrail {
  const { records, heads } = parts
  let last: Promise<unknown> = Promise.resolve()
  const head = () => readHead(heads)
  function inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const done = last.then(() => locked(parts, run))
    last = done.catch(() => undefined)
    return done
  }
  return {
    append: (event) => inTurn(() => appendAtEnd(parts, event)),
    beginAnew: (event, lostKeys) => inTurn(() => beginAnew(parts, { event, lostKeys })),
    head,
    async *newestFirst() {
      for (let end = (await endOf(parts)).seq; end > 0; end -= pageSize) {
        yield* (await readPage(records, Math.max(1, end - pageSize + 1), end)).reverse()
        await othersTurn(end - pageSize)
      }
    },
    async *oldestFirst() {
      const end = (await endOf(parts)).seq
      for (let start = 1; start <= end; start += pageSize) {
        yield* await readPage(records, start, Math.min(end, start + pageSize - 1))
        await othersTurn(end - start - pageSize + 1)
      }
    },
  }
}

const headKey = 'head'
const pageSize = 100
/**
 * How long a lock holds, in milliseconds: longer than an append takes, yet short enough that a process that dies while
 * appending does not hold up others for long.
 */
const lockMs = 10_000
const lockPauseMs = 20
const lockTries = 500

async function locked<Result>(parts: AuditTrailParts, run: () => Promise<Result>): Promise<Result> {
  const claim = await takeLock(parts)
  try {
    return await run()
  } finally {
    await claim.release()
  }
}

/**
 * Appends a record at the end of the trail. A process that was held up for longer than its lock lasts may find its
 * place taken; it then takes the next one and overwrites nothing.
 */
async function appendAtEnd(parts: AuditTrailParts, event: AuditEvent): Promise<AuditRecord> {
  for (;;) {
    const record = link(event, await endOf(parts))
    const { seq, hash } = record
    if (!(await parts.records.add(keyOf(seq), record))) continue
    await parts.heads.set(headKey, { seq, hash })
    return record
  }
}

type Beginning = { event: AuditEvent; lostKeys: readonly string[] }

/** Begins a new chain behind all records, if nobody can open the noted end any more. Overwrites nothing but that note. */
async function beginAnew(parts: AuditTrailParts, { event, lostKeys }: Beginning): Promise<AuditRecord | undefined> {
  const keyId = await keyOfClosedHead(parts.heads)
  if (keyId === undefined || !lostKeys.includes(keyId)) return undefined
  for (let seq = await parts.lastSeq(); ; seq += 1) {
    const record = link({ ...event, verb: newChainVerb }, { seq, hash: chainStart })
    if (!(await parts.records.add(keyOf(record.seq), record))) continue
    await parts.heads.set(headKey, { seq: record.seq, hash: record.hash })
    return record
  }
}

/** Id of the key that the noted end needs and that is not configured. */
async function keyOfClosedHead(heads: Heads): Promise<string | undefined> {
  try {
    await heads.get(headKey)
    return undefined
  } catch (error) {
    if (isAppError(error, 'seal_unopenable')) return String(error.details.keyId)
    throw error
  }
}

async function takeLock({ lock, clock }: AuditTrailParts): Promise<Claim> {
  for (let tries = 0; tries < lockTries; tries += 1) {
    const claim = await lock(lockMs)
    if (claim !== undefined) return claim
    await clock.sleep(lockPauseMs)
  }
  throw new AppError('store_unavailable', { reason: 'the audit trail is held by another process' })
}

/**
 * The end of the trail. A record counts even if its writer died before it noted the new end. A record that can't be
 * read, or does not follow from the one before it, is skipped and never overwritten; verifying the trail reports it.
 */
async function endOf({ records, heads }: AuditTrailParts): Promise<Mark> {
  let end = (await readHead(heads)) ?? { seq: 0, hash: chainStart }
  for (;;) {
    const seq = end.seq + 1
    const next = await readRecord(records, keyOf(seq))
    if (next === undefined) return end
    end = { seq, hash: next !== unreadable && next.previous === end.hash ? next.hash : end.hash }
  }
}

/**
 * Reads the noted end of the trail. Throws if the note is damaged: treating it as missing would hide what was cut off
 * the end, so the operator has to look first.
 */
async function readHead(heads: Heads): Promise<Mark | undefined> {
  try {
    return await heads.get(headKey)
  } catch (cause) {
    if (!isAppError(cause, 'record_unreadable', 'seal_unopenable')) throw cause
    throw new AppError('audit_end_unreadable', {}, { cause })
  }
}

/** Reads some records of the trail. Leaves out those that can't be read, which verifying reports as missing. */
async function readPage(records: Appendable<AuditRecord>, start: number, end: number): Promise<AuditRecord[]> {
  const keys = Array.from({ length: end - start + 1 }, (_, index) => keyOf(start + index))
  const { items } = await records.getMany(keys)
  return keys.map((key) => items.get(key)).filter((record) => record !== undefined)
}

const unreadable = 'unreadable'

async function readRecord(records: Appendable<AuditRecord>, key: string) {
  try {
    return await records.get(key)
  } catch (error) {
    if (isAppError(error, 'record_unreadable', 'seal_unopenable')) return unreadable
    throw error
  }
}

/** Lets other work go on between pages: a trail is long, and a store in this process answers without a pause. */
async function othersTurn(left: number): Promise<void> {
  if (left > 0) await nextTurn()
}

function keyOf(seq: number): string {
  return String(seq).padStart(12, '0')
}
