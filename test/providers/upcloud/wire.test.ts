import { describe, expect, test } from 'vitest'
import { wireJob, wireJobs } from '../../../src/providers/upcloud/wire.ts'
import { job } from './samples.ts'

describe('a job', () => {
  test.each([
    ['uuid and state', { uuid: 'a', state: 'running' }],
    ['id and operational_state', { id: 'a', operational_state: 'running' }],
    ['both of each', { uuid: 'a', id: '1', state: 'running', operational_state: 'other' }],
  ])('can have %s', (_, answer) => {
    expect(wireJob.parse(answer)).toMatchObject({ id: 'a', state: 'running' })
  })

  test.each([[{}], [{ uuid: '' }], [{ uuid: null, id: null }], [[]], [null], ['job']])(
    'without an id is refused: %j',
    (answer) => {
      expect(wireJob.safeParse(answer).success).toBe(false)
    },
  )

  test('loses fields that Ferry does not know', () => {
    const odd = {
      ...job,
      secret_access_key: 'SHOULDNOTBEHERE',
      source: { ...job.source, secret_access_key: 'NORTHIS' },
    }
    expect(JSON.stringify(wireJob.parse(odd))).not.toMatch(/SHOULDNOTBEHERE|NORTHIS/)
  })
})

test('an unreadable job is left out of its list and described', () => {
  const { rows, unreadable } = wireJobs.parse([job, {}, null, { ...job, uuid: 'b' }])
  expect(rows.map(({ id }) => id)).toEqual([job.uuid, 'b'])
  expect(unreadable).toHaveLength(2)
  expect(unreadable[0]).toContain('Expected a job')
})

test('jobs can be in an object of their own', () => {
  expect(wireJobs.parse({ jobs: [job] }).rows).toHaveLength(1)
})

// As an empty list, it would make every watched migration look deleted.
test.each([[{}], [null], ['ok'], [{ jobs: {} }]])('a response without a list is not an empty list: %j', (answer) => {
  expect(wireJobs.safeParse(answer).success).toBe(false)
})
