import { describe, expect, test } from 'vitest'
import { totalsOf } from '../../../src/migrations/figures/statistics.ts'
import { huawei } from '../../../src/providers/huawei/index.ts'
import { failure } from '../cloud.ts'
import { connect } from '../contract-world.ts'
import { openHttp } from '../open-http.ts'
import { operationsOf } from '../operations.ts'
import { openAccount, projectId, refusal } from './open-account.ts'
import { byKey, openSimulated } from './simulated.ts'

const minute = 60_000
const hour = 60 * minute
const id = '0d146099-8cf4-437d-b6ef-88e043771c8b'
const to = Date.UTC(2026, 10, 21, 12)
const day = { kind: 'sync', id, from: to - 24 * hour, to } as const
const month = { ...day, from: to - 30 * 24 * hour }

describe('the statistics of a synchronization task', () => {
  test('combine the series by time: an amount that OMS leaves out is 0, a series that it does not send is absent', async () => {
    const read = await reading([
      [
        'REQUEST',
        [
          [to - hour, 5],
          [to - 2 * hour, 8],
        ],
      ],
      ['SUCCESS', [[to - hour, 4]]],
      ['FAILURE', []],
    ])
    expect(read).toEqual({
      stepMs: 5 * minute,
      points: [
        { at: to - 2 * hour, requested: 8, succeeded: 0, failed: 0 },
        { at: to - hour, requested: 5, succeeded: 4, failed: 0 },
      ],
    })
  })

  test('use the step that OMS names', async () => {
    expect((await reading([], 'ONE_HOUR')).stepMs).toBe(hour)
    expect((await reading([], 'one_hour')).stepMs).toBe(hour)
    expect((await reading([], 'A_FORTNIGHT')).stepMs).toBe(5 * minute)
  })

  test('can be read despite figures as text, repetitions, disorder, nonsense and unknown series', async () => {
    const { points } = await reading([
      [
        'REQUEST',
        [
          [to - hour, '7'],
          [String(to - 2 * hour), 3],
          [to - hour, 9],
          [to - hour, 7],
        ],
      ],
      [
        'SIZE',
        [
          [to - hour, -1],
          [to - hour, null],
          ['soon', 5],
          [0, 5],
          [to + hour, 5],
          [to - hour, 12],
        ],
      ],
      ['MOOD', [[to - hour, 5]]],
      [null, [[to - hour, 5]]],
    ])
    expect(points).toEqual([
      { at: to - 2 * hour, requested: 3, bytes: 0 },
      { at: to - hour, requested: 9, bytes: 12 },
    ])
  })

  test.each([{}, { statistic_datas: null }, { statistic_datas: 'none' }, { statistic_datas: [null, 5, { data: {} }] }])(
    'are empty if OMS answers %j',
    async (body) => {
      const { connection } = await openAccount(() => ({ body }))
      expect(await operationsOf(connection).statistics(day, {})).toMatchObject({ points: [] })
    },
  )

  test('are read with one call', async () => {
    const { connection, server } = await openAccount(() => ({ body: {} }))
    await operationsOf(connection).statistics(month, {})
    expect(server.received.map(({ path, query }) => [path, Object.fromEntries(query)])).toEqual([
      [
        `/v2/${projectId}/sync-tasks/${id}/statistics`,
        { data_type: 'REQUEST,SUCCESS,FAILURE,SKIP,SIZE', start_time: String(month.from), end_time: String(to) },
      ],
    ])
  })

  test('that fill a response are read again in halves, so that nothing is cut off', async () => {
    const { connection, server } = await openAccount(({ query }) => {
      const [from, until] = [Number(query.get('start_time')), Number(query.get('end_time'))]
      const all = Array.from(
        { length: Math.ceil((until - from) / (5 * minute)) },
        (_, slot) => from + slot * 5 * minute,
      )
      const data = all.slice(-1000).map((at) => ({ time_stamp: at, statistic_num: 1 }))
      return { body: { statistic_time_type: 'FIVE_MINUTES', statistic_datas: [{ data_type: 'REQUEST', data }] } }
    })
    const statistics = await operationsOf(connection).statistics(month, {})
    expect(statistics && totalsOf(statistics).requested).toBe(30 * 24 * 12)
    expect(server.received.length).toBeLessThan(32)
  })

  test('of a full day are not read again, because there is no finer step', async () => {
    const data = Array.from({ length: 1500 }, (_, index) => ({ time_stamp: to - index * 1000, statistic_num: 1 }))
    const { connection, server } = await openAccount(() => ({
      body: { statistic_datas: [{ data_type: 'REQUEST', data }] },
    }))
    await operationsOf(connection).statistics(day, {})
    expect(server.received.length).toBe(1)
  })

  test('are refused with OMS’s words in a region without them', async () => {
    const { connection } = await openAccount(() => refusal('OMS.0080'))
    expect((await failure(operationsOf(connection).statistics(day, {}))).details.code).toBe('OMS.0080')
  })

  test('of the simulated cloud add up over every range', async () => {
    const world = await openSimulated(byKey)
    const seed = { historyMs: 20 * 24 * hour, pause: { agoMs: 9 * hour, lastedMs: 2 * hour } }
    const sync = world.simulator.addSync(projectId, seed)
    const connection = connect(huawei, world, openHttp().fetchJson)
    const read = (days: number) =>
      operationsOf(connection).statistics({ kind: 'sync', id: sync, from: to - days * 24 * hour, to }, {}) ??
      Promise.reject()
    const [oneDay, oneMonth] = [await read(1), await read(30)]
    expect([oneDay.stepMs, oneMonth.stepMs]).toEqual([5 * minute, hour])
    expect(totalsOf(oneMonth).requested).toBeGreaterThan(15 * (totalsOf(oneDay).requested ?? 0))
    const { requested = 0, succeeded = 0, failed = 0, skipped = 0 } = totalsOf(oneMonth)
    expect(succeeded + failed + skipped).toBe(requested)
    expect(oneDay.points.filter(({ at }) => at >= to - 9 * hour && at < to - 7 * hour)).toEqual([])
  })
})

type Row = readonly [at: unknown, value: unknown]

async function reading(series: readonly [type: string | null, rows: readonly Row[]][], step = 'FIVE_MINUTES') {
  const statistic_datas = series.map(([data_type, rows]) => ({
    data_type,
    data: rows.map(([time_stamp, statistic_num]) => ({ time_stamp, statistic_num })),
  }))
  const { connection } = await openAccount(() => ({ body: { statistic_time_type: step, statistic_datas } }))
  const statistics = await operationsOf(connection).statistics(day, {})
  if (statistics === undefined) throw new Error('There are no statistics')
  return statistics
}
