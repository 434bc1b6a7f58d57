import { expect, test } from 'vitest'
import { wirePage, wirePolicy } from '../../../src/providers/naver/wire.ts'
import { documentedPolicy } from './samples.ts'

test('a page contains what can be read, and describes the rest', () => {
  const { targetBucketName: _, ...older } = documentedPolicy
  const page = wirePage.parse({
    objStrContracted: true,
    num: 5,
    jobList: [documentedPolicy, { ...older, title: 'older', targetBuketName: 'typo' }, { title: '' }, null, 'policy'],
  })
  expect(page).toMatchObject({ count: 5, hasObjectStorage: true })
  expect(page.policies.map(({ title, targetBucketName }) => [title, targetBucketName])).toEqual([
    ['migrationpolicy', 'migrationbucket'],
    ['older', 'typo'],
  ])
  expect(page.unreadable).toHaveLength(3)
  expect(page.unreadable[0]).toContain('title')
})

test.each([[{ objStrContracted: true, num: 0, jobList: [] }], [{ jobList: null }]])(
  'a page can be empty: %j',
  (page) => {
    expect(wirePage.parse(page)).toMatchObject({ policies: [], unreadable: [] })
  },
)

// As an empty list, it would make every watched migration look deleted.
test.each([[{}], [{ num: 0 }], [null], [[]], ['ok']])(
  'a response without a list is not an empty page: %j',
  (answer) => {
    expect(wirePage.safeParse(answer).success).toBe(false)
  },
)

test('unknown fields are dropped', () => {
  expect(wirePolicy.parse({ title: 'a', accessKey: 'SHOULDNOTBEHERE' })).not.toHaveProperty('accessKey')
})
