import { describe, expect, test } from 'vitest'
import type { SyncSeed } from '../../../playground/huawei/simulator.ts'
import { project, startCloud } from './cloud.ts'

const minutes = 60_000
const hours = 60 * minutes
const days = 24 * hours

describe('statistics', () => {
  async function startCounting(seed?: SyncSeed) {
    const cloud = await startCloud()
    const id = cloud.simulator.addSync(project, seed)
    const ask = async (query: Record<string, string>) =>
      (await cloud.call('GET', `${cloud.syncs}/${id}/statistics`, { query })).body ?? {}
    const between = (fromMs: number, untilMs: number, types = 'REQUEST') => {
      const [start, end] = [cloud.clock.now() + fromMs, cloud.clock.now() + untilMs]
      return ask({ data_type: types, start_time: String(start), end_time: String(end) })
    }
    return { ...cloud, id, ask, between }
  }

  test('come in slots of five minutes, with one list for each requested type', async () => {
    const { between, clock, id } = await startCounting({ requestsPerHour: 120 })
    const answer = await between(-1 * hours, -1, 'REQUEST,SIZE')
    expect(answer).toMatchObject({
      sync_task_id: id,
      statistic_time_type: 'FIVE_MINUTES',
      statistic_datas: [{ data_type: 'REQUEST' }, { data_type: 'SIZE' }],
    })
    const [requests] = dataOf(answer)
    expect(requests.map(({ time_stamp: at }) => at)).toEqual(
      Array.from({ length: 12 }, (_, slot) => clock.now() - 1 * hours + slot * 5 * minutes),
    )
    for (const { statistic_num: count } of requests) {
      expect(count).toBeGreaterThanOrEqual(8)
      expect(count).toBeLessThanOrEqual(12)
    }
  })

  test('come by the hour for long periods, with the same sums', async () => {
    const { between } = await startCounting({ historyMs: 6 * days })
    const days6 = await between(-6 * days, -1)
    expect(days6).toMatchObject({ statistic_time_type: 'ONE_HOUR' })
    const sum = (answer: Record<string, unknown>) =>
      dataOf(answer)
        .flat()
        .reduce((total, { statistic_num: count }) => total + count, 0)
    const halves = [await between(-6 * days, -3 * days - 1), await between(-3 * days, -1)]
    expect(sum(days6)).toBe(halves.reduce((total, half) => total + sum(half), 0))
  })

  test('leave out empty slots: before the task began, while it was stopped, and in the future', async () => {
    const { between, call, clock, id, syncs } = await startCounting({ historyMs: 1 * hours })
    clock.jump(1 * minutes)
    await call('POST', `${syncs}/${id}/stop`)
    clock.jump(1 * hours)
    const [requests] = dataOf(await between(-1 * days, 1 * days))
    expect(requests.length).toBe(13)
    expect(requests.at(-1)?.statistic_num).toBeLessThan(5)
  })

  test('of the past never change, and grow only in the present slot', async () => {
    const { between, clock } = await startCounting({ historyMs: 0 })
    const start = clock.now()
    let last = 0
    for (let step = 0; step < 10; step++) {
      clock.jump(1 * minutes)
      const [requests] = dataOf(await between(start - clock.now(), 0))
      const sum = requests.reduce((total, { statistic_num: count }) => total + count, 0)
      expect(sum).toBeGreaterThanOrEqual(last)
      last = sum
    }
    const settled = await between(start - clock.now(), start - clock.now() + 4 * minutes)
    clock.jump(1 * days)
    expect(await between(start - clock.now(), start - clock.now() + 4 * minutes)).toEqual(settled)
  })

  test.each([
    ['data_type', { start_time: '1', end_time: '2' }],
    ['start_time', { data_type: 'REQUEST', end_time: '2' }],
    ['end_time', { data_type: 'REQUEST', start_time: '1' }],
    ['data_type', { data_type: 'REQUEST,BYTES', start_time: '1', end_time: '2' }],
    ['start_time', { data_type: 'REQUEST', start_time: '2', end_time: '1' }],
  ])('need a valid %s', async (name, query) => {
    const { ask } = await startCounting()
    expect(await ask(query)).toMatchObject({ error_detail: `request parameter [${name}] invalid.` })
  })
})

type Row = { time_stamp: number; statistic_num: number }

function dataOf(answer: Record<string, unknown>): [Row[], ...Row[][]] {
  const lists = Array.isArray(answer.statistic_datas) ? answer.statistic_datas : []
  const [first = [], ...rest] = lists.map(({ data }: { data: Row[] }) => data)
  return [first, ...rest]
}
