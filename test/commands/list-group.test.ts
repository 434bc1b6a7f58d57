import { beforeEach, describe, expect, test } from 'vitest'
import { naver } from '../../src/providers/naver/index.ts'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const groupId = 'd85ed5a8-61a1-492f-a146-2fd092dc37cf'
const otherId = 'd8000000-61a1-492f-a146-2fd092dc37cf'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  for (const id of [groupId, otherId]) desk.cloud.add(sample({ kind: 'group', id }))
  for (let index = 0; index < 24; index += 1) {
    desk.cloud.add(
      sample({
        id: `1912000000000${String(index).padStart(2, '0')}`,
        groupId,
        state: index === 0 ? 'failed' : 'succeeded',
      }),
    )
  }
  desk.cloud.add(sample({ id: '300000000000001', groupId: otherId }), sample({ id: '300000000000002' }))
})

const rowsOf = (lines: readonly string[]) => lines.filter((line) => line.includes('prod-hw/')).length

describe('the tasks of a group', () => {
  test('are listed without a call if the ref is complete, as buttons type it', async () => {
    const { reply } = await desk.types(`list --group prod-hw/${groupId}`)
    expect(shownIn(reply)).toMatchObject({ text: '24 tasks: 1 failed, 23 succeeded' })
    expect(desk.cloud.calls).toEqual([])
    const next = typedBy(shownIn(reply)).Next
    expect(next).toBe(`list --group prod-hw/${groupId} --page 2`)
    expect(rowsOf(await desk.reads(next ?? ''))).toBe(5)
  })

  test.each([
    `list --group ${groupId}`,
    'list --group d85e…',
    'list prod-hw --group d85e…',
    'list --group=prod-hw/D85E*',
  ])('are found by any reference that finds a migration: %s', async (text) => {
    expect((await desk.reads(text))[0]).toBe(`*24 tasks* of the group \`prod-hw/${groupId}\` · page 1 of 2`)
  })

  test('can be filtered by state', async () => {
    const { reply } = await desk.types('list failed --group d85e…')
    expect(shownIn(reply)).toMatchObject({ text: '1 task' })
    expect(typedBy(shownIn(reply))).toEqual({
      'All 24': `list --group prod-hw/${groupId}`,
      'Succeeded 23': `list succeeded --group prod-hw/${groupId}`,
      Open: 'status prod-hw/191200000000000',
      'The group': `status prod-hw/${groupId}`,
    })
  })

  test('are listed after the person chose among several matching groups, and the state is kept', async () => {
    const { reply } = await desk.types('list failed --group d8…')
    expect(Object.values(typedBy(shownIn(reply)))).toEqual([`list failed --group prod-hw/${otherId}`])
    expect((await desk.reads('list --group d8…'))[0]).toBe('2 migrations match `d8…`. Which one?')
  })
})

describe('a list of tasks is refused', () => {
  test.each([
    ['list --group 300000000000002', 'usage', 'is a task and has no tasks'],
    ['list --group zzz', 'migration_not_found', 'No migration matches `zzz`'],
    ['list test-hw --group prod-hw/d85e…', 'word_unknown', '`test-hw` is not a state, a kind or an account'],
    ['list prod-hw --group other-hw/d85e…', 'usage', 'is not in `prod-hw`'],
    ['list --group prod-hx/d85e…', 'account_not_found', 'Did you mean `prod-hw`?'],
    ['list --group …', 'ref_missing', 'needs an id'],
    ['list --group', 'usage', '`--group` needs a value'],
    ['list prod-hw prod-hw --group d85e…', 'usage', 'are both accounts'],
  ])('%s: %s', async (text, code, words) => {
    expect((await desk.types(text)).code).toBe(code)
    expect((await desk.reads(text))[0]).toContain(words)
  })

  test.each([
    ['list --group zzz --page 0', 'usage'],
    ['list nothing such --group zzz', 'word_unknown'],
  ])('before any call: %s', async (text, code) => {
    expect((await desk.types(text)).code).toBe(code)
    expect(desk.cloud.calls).toEqual([])
  })

  test('without a call if the cloud has no groups', async () => {
    desk.tools.providers = [{ ...naver, name: 'huawei' }]
    expect((await desk.reads('list --group d85e…'))[0]).toContain('Nothing in these accounts has tasks')
    expect(desk.cloud.calls).toEqual([])
  })
})

test('details that lists leave out are read before a card is drawn', async () => {
  desk.cloud.calls.length = 0
  await desk.reads('status d85e…')
  expect(desk.cloud.calls).toEqual([`show prod-hw/${groupId}`])
})

test('tasks of a group are listed where the account may not read groups', async () => {
  desk.cloud.remove(`prod-hw/${groupId}`)
  const { reply } = await desk.types(`list --group prod-hw/${groupId}`)
  expect(shownIn(reply)).toMatchObject({ text: '24 tasks: 1 failed, 23 succeeded' })
})
