import { beforeEach, describe, expect, test } from 'vitest'
import type { Migration } from '../../src/migrations/migration.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const groupId = 'd85ed5a8-61a1-492f-a146-2fd092dc37cf'
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

  // Huawei's recipe waits until the group has failed, and repeats the group.
  test('leads to its group, where it can be repeated', async () => {
    const { reply } = await desk.types(`status ${id}`)
    const offered = typedBy(shownIn(reply))
    expect(offered['Its group']).toBe(`status prod-hw/${groupId}`)
    expect(Object.keys(offered)[0]).toBe('Its group')
    expect(offered).not.toHaveProperty('Create again like this')
    expect(Object.values(offered).filter((command) => /^(retry|delete)/.test(command))).toEqual([])
  })

  test.each(['retry', 'delete'])('is refused by itself, and the refusal names the group: %s', async (verb) => {
    const said = (await desk.reads(`${verb} ${id}`)).join('\n')
    expect(said).toContain('is left to its group')
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
    add({ id: '0d146099-8cf4-437d-9ff2-c4f5ec1b4bd3', kind: 'sync' })
  })

  test.each([
    ['list groups', [groupId]],
    ['list group running', [groupId]],
    ['list syncs prod-hw', ['0d146099-8cf4-437d-9ff2-c4f5ec1b4bd3']],
    ['list tasks', ['191200000000001', '191200000000002', '191200000000003']],
    ['list policies', []],
  ])('holds one kind where that is asked for: %s', async (text, ids) => {
    const said = (await desk.reads(text)).join('\n')
    expect(said.match(/prod-hw\/[\w-]+/g) ?? []).toEqual(ids.map((one) => `prod-hw/${one}`))
  })

  test('says which tasks a group or a synchronization task made', async () => {
    const lines = (await desk.reads('list')).join('\n').split('\n')
    const above = (ref: string) => lines[lines.findIndex((line) => line.includes(ref)) - 1]
    expect(above('191200000000001')).not.toContain(' of a ')
    expect(above('191200000000002')).toContain('task of a group')
    expect(above('191200000000003')).toContain('run of a synchronization task')
  })
})
