import { describe, expect, test } from 'vitest'
import { wireJob, wireJobs } from '../../../src/providers/upcloud/wire.ts'
import { job } from './samples.ts'

describe('a job', () => {
  test.each([
    ['uuid and state', { uuid: 'a', state: 'running' }],
    ['id and operational_state', { id: 'a', operational_state: 'running' }],
    ['both of each', { uuid: 'a', id: '1', state: 'running', operational_state: 'other' }],
  ])('may come with %s', (_, answer) => {
    expect(wireJob.parse(answer)).toMatchObject({ id: 'a', state: 'running' })
  })

  test.each([[{}], [{ uuid: '' }], [{ uuid: null, id: null }], [[]], [null], ['job']])(
    'without an id is none: %j',
    (answer) => {
      expect(wireJob.safeParse(answer).success).toBe(false)
    },
  )

  test('leaves behind what Ferry does not know', () => {
    const odd = {
      ...job,
      secret_access_key: 'SHOULDNOTBEHERE',
      source: { ...job.source, secret_access_key: 'NORTHIS' },
    }
    expect(JSON.stringify(wireJob.parse(odd))).not.toMatch(/SHOULDNOTBEHERE|NORTHIS/)
  })
})

test('a job that cannot be read is left out of its list and described', () => {
  const { rows, unreadable } = wireJobs.parse([job, {}, null, { ...job, uuid: 'b' }])
  expect(rows.map(({ id }) => id)).toEqual([job.uuid, 'b'])
  expect(unreadable).toHaveLength(2)
  expect(unreadable[0]).toContain('Expected a job')
})

test('jobs may stand in an object of their own', () => {
  expect(wireJobs.parse({ jobs: [job] }).rows).toHaveLength(1)
})

// Read as an empty list, it would make everything that is watched look gone.
test.each([[{}], [null], ['ok'], [{ jobs: {} }]])('an answer that is no list is not an empty one: %j', (answer) => {
  expect(wireJobs.safeParse(answer).success).toBe(false)
})
