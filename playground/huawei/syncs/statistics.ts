import { createRandom } from '../../cloud/random.ts'
import type { Run, Sync, SyncPlan } from './sync.ts'

export const FIVE_MINUTES_MS = 5 * 60_000
const HOUR_MS = 3_600_000

export const DATA_TYPES = ['REQUEST', 'SUCCESS', 'FAILURE', 'SKIP', 'SIZE'] as const

/** Numbers of objects, and bytes for SIZE. */
export type Tally = Record<(typeof DATA_TYPES)[number], number>

/** The requests and results between two times, in whole slots of five minutes, as far as they have happened. */
export function tallyBetween(sync: Sync, { from, until }: { from: number; until: number }, now: number): Tally {
  const total: Tally = { REQUEST: 0, SUCCESS: 0, FAILURE: 0, SKIP: 0, SIZE: 0 }
  const first = Math.max(slotOf(from), slotOf(sync.createdAt))
  for (let slot = first; slot < Math.min(until, now + 1); slot += FIVE_MINUTES_MS) {
    const tally = tallyOfSlot(sync, slot, now)
    for (const type of DATA_TYPES) total[type] += tally[type]
  }
  return total
}

/** The start of the slot around a time. */
export function slotOf(at: number, slotMs: number = FIVE_MINUTES_MS): number {
  return Math.floor(at / slotMs) * slotMs
}

function tallyOfSlot(sync: Sync, slot: number, now: number): Tally {
  const end = slot + FIVE_MINUTES_MS
  const parts = [
    ...sync.runs.map((run) => partOfRun(sync, run, { slot, until: Math.min(end, now) })),
    ...sync.events
      .filter(({ at }) => slot <= at && at < end)
      .map(({ objects, failed }) => ({ requested: objects, failed, skipped: 0 })),
  ]
  const sum = (name: 'requested' | 'failed' | 'skipped') => parts.reduce((total, part) => total + part[name], 0)
  const success = sum('requested') - sum('failed') - sum('skipped')
  return {
    REQUEST: sum('requested'),
    SUCCESS: success,
    FAILURE: sum('failed'),
    SKIP: sum('skipped'),
    SIZE: success * sync.plan.bytesPerObject,
  }
}

/** The requests in a slot. They are the same at every read, and only grow while the slot lasts. */
function partOfRun({ plan }: Sync, run: Run, { slot, until }: { slot: number; until: number }) {
  const activeMs = Math.max(0, Math.min(until, run.to ?? until) - Math.max(slot, run.from))
  const random = createRandom(plan.seed + slot / FIVE_MINUTES_MS)
  const swing = 0.8 + 0.4 * random()
  const requested = Math.floor(plan.requestsPerHour * (activeMs / HOUR_MS) * swing * rhythm(plan, slot))
  if (run.isFailing) return { requested, failed: requested, skipped: 0 }
  const luck = random()
  const failureShare = isTroubled(plan, slot) ? plan.trouble.failureShare : plan.failureShare
  const failed = Math.min(requested, Math.floor(requested * failureShare + luck))
  const done = Math.min(requested, Math.floor(requested * (failureShare + plan.skipShare) + luck))
  return { requested, failed, skipped: done - failed }
}

/** The daily curve of requests, with its peak at 14:00 UTC. */
function rhythm({ dailySwing }: SyncPlan, at: number): number {
  return 1 + dailySwing * Math.cos((2 * Math.PI * (at - 14 * HOUR_MS)) / (24 * HOUR_MS))
}

function isTroubled(plan: SyncPlan, at: number): plan is SyncPlan & { trouble: NonNullable<SyncPlan['trouble']> } {
  return plan.trouble !== undefined && plan.trouble.from <= at && at < plan.trouble.to
}
