import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { answerIn } from '../contracts.ts'
import type { ProjectCall } from '../gateway.ts'
import { pageOf, pageSchema, readQuery, wholeNumber } from '../query.ts'
import { withoutOmitted } from '../quirks.ts'
import { invalidParameter, notFound } from '../refusals.ts'
import { requireSyncRegion, requireSyncs } from './access.ts'
import { answerSync, answerSyncInMonth } from './answer.ts'
import { DATA_TYPES, FIVE_MINUTES_MS, slotOf, type Tally, tallyBetween } from './statistics.ts'
import type { Sync } from './sync.ts'

const listQuerySchema = pageSchema(10_000).extend({ status: z.enum(['SYNCHRONIZING', 'STOPPED']).optional() })

export function listSyncTasks(call: ProjectCall): Answer {
  requireSyncs(call)
  const { project } = call
  const { status, ...page } = readQuery(call, listQuerySchema)
  const answers = [...project.syncs.values()].map(answerSync)
  const found = answers.filter((sync) => status === undefined || sync.status === status)
  const order = call.world.behaviour.listOrder
  const tasks = pageOf(found, { ...page, order, idOf: (sync) => sync.sync_task_id }).map((sync) => shown(sync, call))
  return { status: 200, body: { tasks, count: found.length } }
}

/** The latest time that a date can hold. Later ones have no month. */
const MAX_TIME = 8.64e15
const moment = wholeNumber.pipe(z.number().max(MAX_TIME))

export function showSyncTask(call: ProjectCall): Answer {
  requireSyncs(call)
  const sync = findSync(call)
  const { query_time: queryTime } = readQuery(call, z.object({ query_time: moment }))
  return { status: 200, body: shown(answerSyncInMonth(sync, queryTime, call.now), call) }
}

function shown(sync: Readonly<Record<string, unknown>>, { world: { behaviour, quirks } }: ProjectCall) {
  return answerIn(behaviour.contract, withoutOmitted(sync, quirks))
}

const statisticsQuerySchema = z.object({
  data_type: z
    .string()
    .max(255)
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(DATA_TYPES))),
  start_time: moment,
  end_time: moment,
})

export function listSyncTaskStatistic(call: ProjectCall): Answer {
  requireSyncRegion(call)
  const sync = findSync(call)
  const { data_type: types, start_time: from, end_time: until } = readQuery(call, statisticsQuerySchema)
  if (from > until) throw invalidParameter('start_time')
  const slotMs = slotLength(from, until)
  const slots = slotsOf(sync, { from, until, now: call.now, slotMs })
  const dataOf = (type: keyof Tally) =>
    slots
      .map(({ at, tally }) => ({ time_stamp: at, statistic_num: tally[type] }))
      .filter((row) => row.statistic_num > 0)
  return {
    status: 200,
    body: {
      sync_task_id: sync.id,
      statistic_time_type: slotMs === FIVE_MINUTES_MS ? 'FIVE_MINUTES' : 'ONE_HOUR',
      statistic_datas: types.map((type) => ({ data_type: type, data: dataOf(type) })),
    },
  }
}

const MAX_SLOTS = 1_000
const HOUR_MS = 3_600_000

/**
 * The step of the statistics. It is not documented when OMS changes from five minutes to hours; a response has at most
 * 1,000 rows of a type.
 */
function slotLength(from: number, until: number): number {
  return (until - from) / FIVE_MINUTES_MS <= MAX_SLOTS ? FIVE_MINUTES_MS : HOUR_MS
}

type Range = { from: number; until: number; now: number; slotMs: number }

/** The slots of a range, the newest ones if not all fit. */
function slotsOf(sync: Sync, { from, until, now, slotMs }: Range): { at: number; tally: Tally }[] {
  const slots: { at: number; tally: Tally }[] = []
  const first = Math.max(slotOf(from, slotMs), slotOf(sync.createdAt, slotMs))
  for (let at = first; at <= Math.min(until, now); at += slotMs) {
    slots.push({ at, tally: tallyBetween(sync, { from: at, until: at + slotMs }, now) })
  }
  return slots.slice(-MAX_SLOTS)
}

/** The synchronization task in the path for a read. The reference documents 404 for an unknown one. */
function findSync({ project, params }: ProjectCall): Sync {
  const sync = project.syncs.get(params.sync_task_id ?? '')
  if (!sync) throw notFound()
  return sync
}
