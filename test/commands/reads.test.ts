import { beforeEach, describe, expect, test, vi } from 'vitest'
import { huawei } from '../../src/providers/huawei/index.ts'
import { makeBrowsable } from './browsable.ts'
import { createCreator } from './creator.ts'
import { createDesk, type Desk } from './desk.ts'

const accounts = Array.from({ length: 12 }, (_, index) => `account-${index}`)
const byOne = { createdBy: 'U1', createdAt: 1 }
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  makeBrowsable(desk, [huawei])
  for (const name of accounts) await desk.addAccount(name)
  for (const name of ['photos-read', 'archive-write']) await desk.addKey(name)
  desk.guests.add('U9')
})

/** How often a collection is read while something happens, as a whole and record by record. */
async function readsOf(collection: 'accounts' | 'storageKeys' | 'grants' | 'watches', happens: () => Promise<unknown>) {
  const list = vi.spyOn(desk.tools.store[collection], 'list')
  const get = vi.spyOn(desk.tools.store[collection], 'get')
  await happens()
  const reads = { lists: list.mock.calls.length, records: get.mock.calls.map(([key]) => key) }
  list.mockRestore()
  get.mockRestore()
  return reads
}

describe('what an answer reads', () => {
  test('is no account for the form of a new one, and that account for the form of an old one', async () => {
    expect(await readsOf('accounts', () => desk.types('connect'))).toEqual({ lists: 0, records: [] })
    const again = await readsOf('accounts', () => desk.types('connect account-7'))
    expect(again).toEqual({ lists: 0, records: ['account-7'] })
  })

  test('is one account and no list, while somebody types into the form of a new migration', async () => {
    const person = createCreator(desk)
    await person.opens('create account-3')
    await person.chooses({ 'source.cloud': 'AWS', 'source.key': 'photos-read' })
    const suggests = () => person.suggested('source.bucket', 'p')
    expect(await readsOf('accounts', suggests)).toEqual({ lists: 0, records: ['account-3'] })
    expect(await readsOf('storageKeys', suggests)).toEqual({ lists: 0, records: [] })
    expect((await readsOf('grants', suggests)).lists).toBeLessThanOrEqual(2)
  })

  test('are the roles once for all buttons, however many accounts they are about', async () => {
    const forms = await readsOf('grants', () => desk.types('create', { user: 'U9' }))
    expect(forms.lists).toBeLessThanOrEqual(3)
    const page = await readsOf('grants', () => desk.types('accounts', { user: 'U9' }))
    expect(page.lists).toBeLessThanOrEqual(1)
  })

  test('are the watches once for all buttons that follow again, and their account once', async () => {
    for (const migrationId of accounts.map((_, index) => `19100000000000${index}`)) {
      const id = `account-1/${migrationId}@C1`
      const watch = { id, account: 'account-1', kind: 'task' as const, migrationId, channel: 'C1', ...byOne }
      await desk.tools.store.watches.set(id, { ...watch, ended: { by: 'U1', at: 2 } })
    }
    await desk.hasListed()
    const labels = (await desk.reads('watches')).filter((line) => line === '[Follow again]')
    expect(labels).toHaveLength(10)
    // Once for the page, and once for its buttons.
    expect((await readsOf('watches', () => desk.types('watches'))).lists).toBe(2)
    expect((await readsOf('accounts', () => desk.types('watches'))).records).toEqual(['account-1'])
  })
})
