import { beforeEach, describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const groupId = 'd85ed5a8-61a1-492f-a146-2fd092dc37cf'
const syncId = '0d146099-8cf4-437d-9ff2-c4f5ec1b4bd3'
const id = '191297407830872'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount('prod-hw')
})

function add(changes: Partial<Migration>): void {
  desk.cloud.add(sample(changes))
}

describe('a failed task of a group', () => {
  beforeEach(() => add({ id, state: 'failed', groupId, madeBy: 'group', failedObjects: { canRetry: true } }))

  // Huawei's documentation says to wait until the group has failed, then to retry the group.
  test('offers its group, which can be retried', async () => {
    const { reply } = await desk.types(`status ${id}`)
    const offered = typedBy(shownIn(reply))
    expect(offered['Task group']).toBe(`status prod-hw/${groupId}`)
    expect(Object.keys(offered)[0]).toBe('Task group')
    expect(offered).not.toHaveProperty('Create a copy of this')
    expect(Object.values(offered).filter((command) => /^(retry|delete)/.test(command))).toEqual([])
  })

  test.each(['retry', 'delete'])('cannot be changed on its own, and the refusal names the group: %s', async (verb) => {
    const said = (await desk.reads(`${verb} ${id}`)).join('\n')
    expect(said).toContain('only with its group')
    expect(said).toContain(`prod-hw/${groupId}`)
    expect(desk.cloud.calls).not.toContain(`start prod-hw/${id}`)
  })
})

describe('the list', () => {
  beforeEach(() => {
    add({ id: '191200000000001' })
    add({ id: '191200000000002', groupId, madeBy: 'group' })
    add({ id: '191200000000003', madeBy: 'sync' })
    add({ id: groupId, kind: 'group' })
    add({ id: syncId, kind: 'sync' })
  })

  test.each([
    ['list groups', [groupId]],
    ['list group running', [groupId]],
    ['list syncs prod-hw', [syncId]],
    ['list tasks', ['191200000000003', '191200000000002', '191200000000001']],
    ['list policies', []],
  ])('shows one kind if the filter names it: %s', async (text, ids) => {
    const said = (await desk.reads(text)).join('\n')
    expect(said.match(/prod-hw\/[\w-]+/g) ?? []).toEqual(ids.map((one) => `prod-hw/${one}`))
  })

  const linesOf = async (text: string) => (await desk.reads(text)).join('\n').split('\n')
  const above = (ref: string, lines: readonly string[]) => lines[lines.findIndex((line) => line.includes(ref)) - 1]

  test('has one row, with counts, for a group and for a synchronization task', async () => {
    add({ id: '191200000000004', groupId, madeBy: 'group', state: 'failed' })
    const lines = await linesOf('list')
    expect(lines[0]).toBe('*3 migrations* + 2 tasks in groups + 1 run of synchronization tasks')
    expect(above(groupId, lines)).toBe('2 tasks: 1 failed, 1 running')
    expect(above(syncId, lines)).toBe('1 run: 1 running')
    expect(lines.join('\n')).not.toContain('191200000000002')
  })

  test('of tasks alone says which of them belong to a group or a synchronization task', async () => {
    const lines = await linesOf('list tasks')
    expect(above('191200000000001', lines)).not.toContain(' of a ')
    expect(above('191200000000002', lines)).toContain('task of a group')
    expect(above('191200000000003', lines)).toContain('run of a synchronization task')
  })

  test('of one state shows a task in a row of its own if its group has another state', async () => {
    add({ id: '191200000000004', groupId, madeBy: 'group', state: 'failed' })
    const lines = await linesOf('list failed')
    expect(lines[0]).toBe('*1 migration* · failed')
    expect(above('191200000000004', lines)).toContain('task of a group')
  })

  test('leads from a synchronization task to its runs and back', async () => {
    add({ id: '191200000000005', madeBy: 'sync', source: { bucket: 'another' } })
    const card = typedBy(shownIn((await desk.types(`status ${syncId}`)).reply))
    expect(Object.values(card)).toContain(`list --sync prod-hw/${syncId}`)
    const { reply } = await desk.types(`list --sync ${syncId}`)
    expect(shownIn(reply)).toMatchObject({ text: '1 run' })
    expect(typedBy(shownIn(reply))).toEqual({
      Open: 'status prod-hw/191200000000003',
      'The synchronization task': `status prod-hw/${syncId}`,
    })
    expect((await desk.reads(`list failed --sync ${syncId}`))[0]).toBe(
      `No run of the synchronization task \`prod-hw/${syncId}\` has failed.`,
    )
  })

  test('refuses to list runs of anything but a synchronization task', async () => {
    const { reply, code } = await desk.types(`list --sync ${groupId}`)
    expect(code).toBe('usage')
    expect(readable(shownIn(reply)).join()).toContain('has no runs')
  })

  test('shows tasks in single rows if the account may not read groups', async () => {
    desk.cloud.remove(`prod-hw/${groupId}`)
    desk.cloud.remove(`prod-hw/${syncId}`)
    const lines = await linesOf('list')
    expect(lines[0]).toBe('*3 migrations*')
    expect(above('191200000000002', lines)).toContain('task of a group')
  })

  test('counts all tasks of a large group in one row', async () => {
    for (let index = 0; index < 250; index += 1) {
      add({ id: `19130000000${String(index).padStart(4, '0')}`, groupId, madeBy: 'group', startedAt: readAt })
    }
    for (let index = 0; index < 21; index += 1) {
      add({ id: `19140000000${String(index).padStart(4, '0')}`, startedAt: readAt - 1000 })
    }
    const lines = await linesOf('list')
    expect(lines[0]).toBe('*24 migrations* + 251 tasks in groups + 1 run of synchronization tasks · page 1 of 2')
    expect(lines.filter((line) => line.includes('`prod-hw/'))).toHaveLength(20)
    expect((await linesOf('list --page 2')).filter((line) => line.includes('`prod-hw/'))).toHaveLength(4)
  })
})
