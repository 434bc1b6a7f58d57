import { describe, expect, test } from 'vitest'
import type { Behaviour } from '../../../playground/huawei/simulator.ts'
import { otherProject, project, startCloud } from './cloud.ts'

async function startFilled(behaviour: Partial<Behaviour> = {}) {
  const cloud = await startCloud({ behaviour })
  for (let task = 0; task < 12; task++) cloud.simulator.addTask(project, { id: String(task + 1), status: 5 })
  cloud.simulator.addTask(project, { id: '13', status: 4, groupId: 'group-1', name: 'logs-archive-2026' })
  cloud.simulator.addTask(otherProject, { id: '99' })
  const list = async (query: Record<string, string> = {}) => {
    const { body } = await cloud.call('GET', cloud.tasks, { query })
    const rows = Array.isArray(body?.tasks) ? body.tasks : []
    return { ...body, ids: rows.map(({ id }: { id: number }) => id) }
  }
  return { ...cloud, list }
}

describe('the list', () => {
  test('shows ten tasks of the project, newest first, and the total', async () => {
    const { list } = await startFilled()
    expect(await list()).toMatchObject({ ids: [13, 12, 11, 10, 9, 8, 7, 6, 5, 4], count: 13 })
  })

  test('has pages by number of records', async () => {
    const { list } = await startFilled()
    expect(await list({ limit: '5', offset: '10' })).toMatchObject({ ids: [3, 2, 1], count: 13 })
    expect(await list({ offset: '13' })).toMatchObject({ ids: [], count: 13 })
    expect((await list({ limit: '100' })).ids).toHaveLength(13)
  })

  test('filters by state, group and part of the name', async () => {
    const { list } = await startFilled()
    expect(await list({ status: '4' })).toMatchObject({ ids: [13], count: 1 })
    expect(await list({ status: '2' })).toMatchObject({ ids: [], count: 0 })
    expect(await list({ group_id: 'group-1' })).toMatchObject({ ids: [13], count: 1 })
    expect(await list({ task_name: 'logs-' })).toMatchObject({ ids: [13], count: 1 })
  })

  test('cannot search by name if it follows the reference: it lists all tasks, or refuses', async () => {
    const { list } = await startFilled({ contract: 'reference' })
    expect(await list({ task_name: 'logs-' })).toMatchObject({ count: 13 })
    const strict = await startFilled({ contract: 'reference', unknownFields: 'refused' })
    expect(await strict.list({ task_name: 'logs-' })).toMatchObject({ error_code: 'OMS.0064' })
  })

  test.each([
    ['limit', '0'],
    ['limit', '101'],
    ['limit', 'ten'],
    ['offset', '-1'],
    ['offset', '2147483648'],
    ['status', '0'],
    ['status', '6'],
    ['status', '8'],
    ['group_id', ''],
  ])('refuses %s=%s', async (name, value) => {
    const { list } = await startFilled()
    expect(await list({ [name]: value })).toMatchObject({
      error_code: 'OMS.0064',
      error_detail: `request parameter [${name}] invalid.`,
    })
  })
})

test('an unknown id, or one of another project, is 400 OMS.1009', async () => {
  const { call, tasks } = await startFilled()
  for (const id of ['191297407830872', '99', 'abc']) {
    expect(await call('GET', `${tasks}/${id}`)).toMatchObject({ status: 400, body: { error_code: 'OMS.1009' } })
  }
})

describe('quirks', () => {
  test('can show states by other numbers', async () => {
    const { simulator, show } = await startCloud({ quirks: { statusShownAs: { 1: 0, 2: 42 } } })
    expect(await show(simulator.addTask(project, { status: 1 }))).toMatchObject({ status: 0 })
    expect(await show(simulator.addTask(project, { status: 2 }))).toMatchObject({ status: 42 })
    expect(simulator.tasks(project).map(({ status }) => status)).toEqual([1, 2])
  })

  test('can have migrate_since in seconds and error_reason as text, and leave fields out', async () => {
    const { call, simulator, tasks, show } = await startCloud()
    simulator.setQuirks({ migrateSinceUnit: 'seconds', noErrorReason: '', omittedFields: ['consistency_check'] })
    const src_node = { bucket: 'a', region: 'b', object_key: [''], ak: 'c', sk: 'd' }
    const dst_node = { bucket: 'a', region: 'cn-north-4', ak: 'c', sk: 'd' }
    const { body } = await call('POST', tasks, { body: { src_node, dst_node, migrate_since: 1_700_000_000 } })
    const task = await show(String(body?.id))
    expect(task).toMatchObject({ migrate_since: 1_700_000_000, error_reason: '' })
    expect(task).not.toHaveProperty('consistency_check')
  })
})
