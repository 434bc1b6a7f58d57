import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
})

describe('accounts', () => {
  test('take one line each if there are many, page by page, those that can’t be read first', async () => {
    for (let number = 0; number < 100; number += 1) await desk.addAccount(`account-${number}`)
    await desk.hasTrouble(
      'account-77',
      new AppError('provider_denied', { provider: huawei.label, account: 'account-77' }),
    )
    const lines = await desk.reads('accounts')
    expect(lines[0]).toBe('*100 accounts* connected · 1 can’t be read · page 1 of 5')
    expect(lines[1]).toMatch(/^:warning: `account-77` · Huawei Cloud OMS · can’t be read since 20/)
    expect(lines).toContain('(To see one account: `/migrate accounts` and its name, or the first letters of it)')
    const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => desk.reads(`accounts account --page ${page}`)))
    const named = pages.flat().flatMap((line) => /`(account-\d+)`/.exec(line)?.[1] ?? [])
    expect(new Set(named).size).toBe(100)
    expect(named).toHaveLength(100)
    const first = typedBy(shownIn((await desk.types('accounts account')).reply))
    expect(first.Next).toBe('accounts account --page 2')
  })

  test('are shown in full if the beginning of their names is typed', async () => {
    for (const name of ['prod-hw', 'prod-eu', 'test-hw']) await desk.addAccount(name)
    expect((await desk.reads('accounts Prod…'))[0]).toBe('*2 accounts* connected')
    const lines = await desk.reads('accounts tset-hw')
    expect(lines[0]).toBe(':warning: There is no account named `tset-hw` here. Did you mean `test-hw`?')
  })

  test('do not miss one that is there and cannot be read', async () => {
    await desk.addAccount('test-hw')
    await desk.addAccount()
    desk.losesAccount('prod-hw')
    expect((await desk.types('accounts prod-hw')).code).toBe('seal_unopenable')
    expect((await desk.types('accounts prod-eu')).code).toBe('account_not_found')
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
