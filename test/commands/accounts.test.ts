import { beforeEach, describe, expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { createDesk, type Desk } from './desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
})

describe('accounts', () => {
  test('take one line each if there are many, and all of them are listed', async () => {
    for (let number = 0; number < 100; number += 1) await desk.addAccount(`account-${number}`)
    const lines = await desk.reads('accounts')
    expect(lines[0]).toBe('*100 accounts* connected')
    expect(lines.filter((line) => /^`account-\d+` · Huawei Cloud OMS$/.test(line))).toHaveLength(100)
    expect(lines).toContain('(To see one account: `/migrate accounts` and its name, or the first letters of it)')
  })

  test('are shown in full if the beginning of their names is typed', async () => {
    for (const name of ['prod-hw', 'prod-eu', 'test-hw']) await desk.addAccount(name)
    expect((await desk.reads('accounts Prod…'))[0]).toBe('*2 accounts* connected')
    const lines = await desk.reads('accounts tset-hw')
    expect(lines[0]).toBe(':warning: There is no account named `tset-hw` here. Did you mean `test-hw`?')
  })

  test('count migrations as the list does: tasks of a group do not count twice', async () => {
    await desk.addAccount()
    const group = sample({ id: 'd85e0000-0000-4000-8000-000000000001', kind: 'group' })
    const tasks = ['1', '2'].map((id) => sample({ id, groupId: group.id, madeBy: 'group' }))
    const all = [group, ...tasks, sample({ id: '3' })]
    for (const one of all) desk.cloud.add(one)
    await desk.hasListed(...all)
    expect((await desk.reads('list'))[0]).toBe('*2 migrations* + 2 tasks in groups')
    expect(await desk.reads('accounts')).toContainEqual(expect.stringContaining('2 migrations + 2 tasks in groups · '))
  })
})
