import { expect, test } from 'vitest'
import { wireTask, wireTaskPage } from '../../../src/providers/huawei/wire/tasks.ts'
import { documentedTask, realTask } from './samples.ts'

test('an unreadable task is left out of its page and described', () => {
  const page = wireTaskPage.parse({
    tasks: [realTask, { ...realTask, id: null }, null, 'task', documentedTask],
    count: 5,
  })
  expect(page.rows.map((task) => task.id)).toEqual(['220621019041293', '0'])
  expect(page.unreadable).toHaveLength(3)
  expect(page.unreadable[0]).toContain('Expected a task id')
  expect(page.total).toBe(5)
})

test.each([[{ tasks: [], count: 0 }], [{ tasks: null, count: '0' }]])('a page can be empty: %j', (page) => {
  expect(wireTaskPage.parse(page)).toEqual({ rows: [], unreadable: [], total: 0 })
})

// As an empty list, it would make every watched migration look deleted.
test.each([[{}], [null], [[]], ['ok']])('a response without a list of tasks is not an empty page: %j', (answer) => {
  expect(wireTaskPage.safeParse(answer).success).toBe(false)
})

test.each([
  [191297407830872, '191297407830872'],
  ['191297407830872', '191297407830872'],
  [0, '0'],
])('an id is kept as text: %s', (id, text) => {
  expect(wireTask.parse({ id }).id).toBe(text)
})

test.each([[1.5], [-1], [2 ** 60], [''], ['abc'], ['1/../2'], [undefined]])('an invalid id is refused: %s', (id) => {
  expect(wireTask.safeParse({ id }).success).toBe(false)
})

// Such names are properties of every JavaScript object.
test.each(['__proto__', 'constructor'])('a text that is no flag is read as none: %s', (enable_restore) => {
  expect(wireTask.parse({ id: 1, enable_restore }).enable_restore).toBeUndefined()
})
