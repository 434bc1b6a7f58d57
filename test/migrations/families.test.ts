import { expect, test } from 'vitest'
import { familiesOf, isMemberOf } from '../../src/migrations/families.ts'
import { sample } from './sample.ts'

const group = sample({ id: 'd85e', kind: 'group' })
const sync = sample({ id: '0d14', kind: 'sync' })
const task = sample({ id: '1', groupId: 'd85e', madeBy: 'group' })
const run = sample({ id: '2', madeBy: 'sync' })

test.each([
  ['a task of the group', task, group, true],
  ['a task of another group', { ...task, groupId: 'd000' }, group, false],
  ['a task of a group of the same id elsewhere', { ...task, account: 'test-hw' }, group, false],
  ['a run of the synchronization task', run, sync, true],
  ['a run between other buckets', { ...run, target: { bucket: 'elsewhere' } }, sync, false],
  ['a run whose buckets are unknown', { ...run, source: {} }, { ...sync, source: {} }, false],
  ['a task that somebody created between the same buckets', sample({ id: '3' }), sync, false],
  ['a group between the same buckets', group, sync, false],
] as const)('%s', (...[, one, head, isMember]) => {
  expect(isMemberOf(one, head)).toBe(isMember)
})

test('a task appears once below its head, or in a row of its own if it has none', () => {
  const alone = sample({ id: '4' })
  const twin = { ...sync, id: '0d15' }
  const families = familiesOf([group, sync, twin], [task, run, alone])
  expect(families.map(({ head, members }) => [head.id, ...members.map(({ id }) => id)])).toEqual([
    ['d85e', '1'],
    ['0d14', '2'],
    ['0d15'],
    ['4'],
  ])
})
