import { describe, expect, test } from 'vitest'
import { startKeys } from './cloud.ts'
import { startWithGroup, statesWithout } from './with-group.ts'

const minutes = 60_000
const hours = 60 * minutes
const wrongKeys = { ...startKeys, src_sk: 'exampleWrongSecret' }

describe('start', () => {
  test('continues a paused group where it stopped', async () => {
    const { change, clock, show, statuses } = await startWithGroup({ status: 3, taskCount: 4, bytes: 40e9 })
    const { complete_size: before } = await show()
    expect(await change('start', startKeys)).toMatchObject({ status: 200, body: undefined })
    expect(await show()).toMatchObject({ status: 2, complete_size: before })
    expect(statuses()).toEqual([5, 1, 1, 1])
    clock.jump(1 * hours)
    expect(await show()).toMatchObject({ status: 6, complete_size: 40e9 })
  })

  test.each(statesWithout(3))('in state %d is OMS.1039', async (status) => {
    const { change } = await startWithGroup({ status })
    expect(await change('start', startKeys)).toMatchObject({ status: 400, body: { error_code: 'OMS.1039' } })
  })

  test.each(['src_ak', 'src_sk', 'dst_ak', 'dst_sk'])(
    'without %s is OMS.0064, because OMS does not keep the keys',
    async (name) => {
      const { change } = await startWithGroup({ status: 3 })
      const answer = await change('start', { ...startKeys, [name]: undefined })
      expect(answer.body).toMatchObject({ error_detail: `request parameter [${name}] invalid.` })
    },
  )

  test('of a URL list needs no source keys', async () => {
    const { change } = await startWithGroup({ status: 3, taskType: 'URL_LIST', cloudType: 'URLSource' })
    const { dst_ak, dst_sk } = startKeys
    expect(await change('start', { dst_ak, dst_sk })).toMatchObject({ status: 200 })
  })

  test('with a wrong key pair is accepted, and all its tasks fail soon after', async () => {
    const { change, clock, show } = await startWithGroup({ status: 3 })
    expect(await change('start', wrongKeys)).toMatchObject({ status: 200 })
    clock.jump(1 * minutes)
    expect(await show()).toMatchObject({ status: 5, error_reason: { error_code: 'TRF.0151' } })
  })
})

describe('retry', () => {
  test('of a failed group runs its failed tasks again', async () => {
    const { change, clock, show, statuses } = await startWithGroup({ status: 5, bytes: 40e9 })
    expect(await show()).toMatchObject({ error_reason: null })
    expect(statuses()).toEqual([5, 5, 4, 4])
    expect(await change('retry', startKeys)).toMatchObject({ status: 200, body: undefined })
    expect(await show()).toMatchObject({ status: 2 })
    expect(statuses()).toEqual([5, 5, 1, 1])
    clock.jump(1 * hours)
    expect(await show()).toMatchObject({ status: 6 })
  })

  test('of a group whose creation failed creates the tasks', async () => {
    const { change, clock, show, statuses } = await startWithGroup({ status: 4, taskCount: 4, bytes: 40e9 })
    await change('retry', startKeys)
    expect(await show()).toMatchObject({ status: 1, error_reason: null })
    clock.jump(1 * minutes)
    expect(await show()).toMatchObject({ status: 2 })
    expect(statuses()).toHaveLength(4)
    clock.jump(1 * hours)
    expect(await show()).toMatchObject({ status: 6 })
  })

  const { dst_ak, dst_sk } = startKeys
  test.each([
    [wrongKeys, 'TRF.0151'],
    [{ dst_ak, dst_sk }, 'TRF.0151'],
    [{}, 'TRF.0057'],
  ])('without correct keys is accepted and fails again: %o', async (keys, code) => {
    const { change, clock, show } = await startWithGroup({ status: 4 })
    expect(await change('retry', keys)).toMatchObject({ status: 200 })
    clock.jump(1 * minutes)
    expect(await show()).toMatchObject({ status: 4, error_reason: { error_code: code } })
  })

  test('of only the failed objects leaves the others unchanged, and needs a record of them', async () => {
    const seed = { objects: 100, failedObjects: 10, taskCount: 1, bytes: 10e9 } as const
    const { change, clock, show } = await startWithGroup(seed)
    clock.jump(1 * hours)
    expect(await show()).toMatchObject({ status: 5, fail_num: 10, success_num: 90 })
    await change('retry', { ...startKeys, migrate_failed_object: true })
    clock.jump(1 * hours)
    expect(await show()).toMatchObject({ status: 6, fail_num: 0, success_num: 100, skip_num: 0 })
    const silent = await startWithGroup({ ...seed, status: 5, recordFailedObjects: false })
    expect(await silent.change('retry', { ...startKeys, migrate_failed_object: true })).toMatchObject({
      body: { error_code: 'S3M.0301' },
    })
  })

  test('of all objects skips those that have arrived', async () => {
    const { change, clock, show } = await startWithGroup({ objects: 100, failedObjects: 10, taskCount: 1, bytes: 10e9 })
    clock.jump(1 * hours)
    await change('retry', startKeys)
    clock.jump(1 * hours)
    expect(await show()).toMatchObject({ status: 6, success_num: 10, skip_num: 90 })
  })

  test.each(statesWithout(4, 5))('in state %d is OMS.1040', async (status) => {
    const { change } = await startWithGroup({ status })
    expect(await change('retry', startKeys)).toMatchObject({ status: 400, body: { error_code: 'OMS.1040' } })
  })

  test('can be refused for failed groups, as Terraform’s provider expects', async () => {
    const groupStates = { stop: [2], start: [3], retry: [4], delete: [3] }
    const { change } = await startWithGroup({ status: 5 }, { behaviour: { groupStates } })
    expect(await change('retry', startKeys)).toMatchObject({ body: { error_code: 'OMS.1040' } })
  })
})
