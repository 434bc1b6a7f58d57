import { z } from 'zod'
import { msToPace, pacedMs, scanMsOf } from './pace.ts'
import type { Random } from './random.ts'

/** What a migration moves and how far it is, whatever its cloud calls its states. */
export type Transfer = {
  plan: Plan
  /** As of the start of the leg, while there is one. */
  bytesDone: number
  activeMs: number
  /** While it runs: a stretch whose end is known when it begins. */
  leg?: Leg
}

/** What the migration will meet. */
type Plan = {
  bytes: number
  objects: number
  /** Average. */
  bytesPerSecond: number
  scanMs: number
  /** Are at the destination already, or may not be written there. */
  skippedObjects: number
  /** Fails once, when this share is done. */
  failAfterFraction?: number
  /** Makes its speed swing differently from others; radians. */
  phase: number
}

type Leg = { startedAt: number; endsAt: number; isDoomed: boolean; outcome: 'done' | 'failed' }

const fraction = z.number().min(0).max(1)
const count = z.number().int().nonnegative()

/** The part of a seed that every cloud shares; whatever is left out gets a plausible value. */
export const transferSeedShape = {
  bytes: count.optional(),
  objects: count.optional(),
  bytesPerSecond: z.number().positive().optional(),
  scanMs: count.min(1).optional(),
  skippedObjects: count.default(0),
  /** How far it is; each state has its own default. */
  fractionDone: fraction.optional(),
  failAfterFraction: fraction.optional(),
}

const transferSeedSchema = z.object(transferSeedShape)

/** A transfer that is not running: of the size given, otherwise of something between 5 and 60 GB. */
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

/** Begins or continues; with `doomedForMs` it finds out in that time that it cannot read or write, and fails. */
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

/** Stops, keeping what was moved until then. */
export function haltTransfer(transfer: Transfer, at: number): void {
  const { bytesDone, activeMs } = workAt(transfer, at)
  transfer.bytesDone = bytesDone
  transfer.activeMs = activeMs
  delete transfer.leg
}

/** Everything is moved. */
export function completeTransfer(transfer: Transfer): void {
  transfer.bytesDone = transfer.plan.bytes
  transfer.activeMs = Math.max(transfer.activeMs, transfer.plan.scanMs)
  delete transfer.leg
}

/** Ends the run if that was due until now, and says how and when. */
export function endIfDue(transfer: Transfer, now: number): { at: number; outcome: Leg['outcome'] } | undefined {
  const { leg } = transfer
  if (!leg || leg.endsAt > now) return undefined
  const { endsAt: at, outcome, isDoomed } = leg
  if (outcome === 'done') completeTransfer(transfer)
  else haltTransfer(transfer, at)
  if (outcome === 'failed' && !isDoomed) delete transfer.plan.failAfterFraction
  return { at, outcome }
}

/** Where a transfer stands at a moment: a pure reading, whenever and however often it is taken. */
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
