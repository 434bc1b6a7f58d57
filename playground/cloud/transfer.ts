import { z } from 'zod'
import { msToPace, pacedMs, scanMsOf } from './pace.ts'
import type { Random } from './random.ts'

/** The contents and progress of a migration, whatever its cloud calls its states. */
export type Transfer = {
  plan: Plan
  /** Work done before the present leg, if there is one. */
  bytesDone: number
  activeMs: number
  /** The present leg while it runs: a stretch with a known end. */
  leg?: Leg
}

/** The course of a migration. */
type Plan = {
  bytes: number
  objects: number
  /** The average speed, in bytes per second. */
  bytesPerSecond: number
  scanMs: number
  /** Objects that are passed over: they exist at the destination already, or may not be written there. */
  skippedObjects: number
  /** The share after which the migration fails, once. */
  failAfterFraction?: number
  /** The phase of its speed in radians, which makes it differ from others. */
  phase: number
}

type Leg = { startedAt: number; endsAt: number; isDoomed: boolean; outcome: 'done' | 'failed' }

const fraction = z.number().min(0).max(1)
const count = z.number().int().nonnegative()

/** The part of a seed that all clouds share. Absent fields get plausible values. */
export const transferSeedShape = {
  bytes: count.optional(),
  objects: count.optional(),
  bytesPerSecond: z.number().positive().optional(),
  scanMs: count.min(1).optional(),
  skippedObjects: count.default(0),
  /** The completed share. Each state has its own default. */
  fractionDone: fraction.optional(),
  failAfterFraction: fraction.optional(),
}

const transferSeedSchema = z.object(transferSeedShape)

/** A transfer that is not running, of the given size or by default between 5 and 60 GB. */
export function createTransfer(input: z.input<typeof transferSeedSchema>, random: Random): Transfer {
  const { fractionDone = 0, skippedObjects, failAfterFraction, ...seed } = transferSeedSchema.parse(input)
  const bytes = seed.bytes ?? Math.round(5e9 + random() * 55e9)
  const objects = seed.objects ?? Math.ceil(bytes / 4e6)
  const bytesPerSecond = seed.bytesPerSecond ?? Math.round(30e6 + random() * 25e6)
  const scanMs = seed.scanMs ?? scanMsOf({ bytes, objects, bytesPerSecond })
  const bytesDone = Math.round(bytes * fractionDone)
  return {
    plan: {
      ...{ bytes, objects, bytesPerSecond, scanMs, skippedObjects },
      ...(failAfterFraction !== undefined && { failAfterFraction }),
      phase: random() * 2 * Math.PI,
    },
    bytesDone,
    activeMs: fractionDone === 1 ? scanMs : Math.round((bytesDone / bytesPerSecond) * 1_000),
  }
}

/** Starts or continues a transfer. With `doomedForMs` it fails after that time, because it cannot read or write. */
export function beginTransfer(transfer: Transfer, at: number, doomedForMs?: number): void {
  if (doomedForMs !== undefined) {
    transfer.leg = { startedAt: at, endsAt: at + doomedForMs, isDoomed: true, outcome: 'failed' }
    return
  }
  const { bytes, bytesPerSecond, scanMs, failAfterFraction, phase } = transfer.plan
  const bytesLeft = bytes * (failAfterFraction ?? 1) - transfer.bytesDone
  const movedAt = at + msToPace(transfer.activeMs, (Math.max(0, bytesLeft) / bytesPerSecond) * 1_000, phase)
  const scannedAt = at + Math.max(0, scanMs - transfer.activeMs)
  transfer.leg =
    failAfterFraction === undefined
      ? { startedAt: at, endsAt: Math.max(movedAt, scannedAt), isDoomed: false, outcome: 'done' }
      : { startedAt: at, endsAt: movedAt, isDoomed: false, outcome: 'failed' }
}

/** Stops a transfer and keeps what was moved. */
export function haltTransfer(transfer: Transfer, at: number): void {
  const { bytesDone, activeMs } = workAt(transfer, at)
  transfer.bytesDone = bytesDone
  transfer.activeMs = activeMs
  delete transfer.leg
}

/** Marks everything as moved. */
export function completeTransfer(transfer: Transfer): void {
  transfer.bytesDone = transfer.plan.bytes
  transfer.activeMs = Math.max(transfer.activeMs, transfer.plan.scanMs)
  delete transfer.leg
}

/** Ends the run if its end has come, and returns when and how. */
export function endIfDue(transfer: Transfer, now: number): { at: number; outcome: Leg['outcome'] } | undefined {
  const { leg } = transfer
  if (!leg || leg.endsAt > now) return undefined
  const { endsAt: at, outcome, isDoomed } = leg
  if (outcome === 'done') completeTransfer(transfer)
  else haltTransfer(transfer, at)
  if (outcome === 'failed' && !isDoomed) delete transfer.plan.failAfterFraction
  return { at, outcome }
}

/** The state of a transfer at a time. It does not depend on when or how often it is read. */
export function measureTransfer(transfer: Transfer, now: number) {
  const { bytes, objects, scanMs, skippedObjects } = transfer.plan
  const { bytesDone, activeMs } = workAt(transfer, now)
  const scanned = Math.min(1, activeMs / scanMs)
  const done = bytes > 0 ? bytesDone / bytes : scanned
  const known = Math.max(scanned, done)
  return {
    isScanned: scanned === 1,
    knownBytes: Math.floor(bytes * known),
    knownObjects: Math.floor(objects * known),
    bytesDone,
    objectsDone: Math.floor(objects * done),
    skippedBytes: objects > 0 ? Math.floor((bytesDone * skippedObjects) / objects) : 0,
    skippedObjects: Math.floor(skippedObjects * done),
  }
}

function workAt({ plan, bytesDone, activeMs, leg }: Transfer, now: number) {
  if (!leg || leg.isDoomed) return { bytesDone, activeMs }
  const activeMsNow = activeMs + (now - leg.startedAt)
  const moved = (plan.bytesPerSecond * pacedMs(activeMs, activeMsNow, plan.phase)) / 1_000
  return { bytesDone: Math.min(plan.bytes, bytesDone + Math.round(moved)), activeMs: activeMsNow }
}
