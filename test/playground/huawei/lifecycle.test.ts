import { describe, expect, test } from 'vitest'
import { creation, project, startCloud } from './cloud.ts'

const minutes = 60_000
const hours = 60 * minutes

describe('a migrating task', () => {
  test('is counted first, and its totals grow until the scan is over', async () => {
    const { clock, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { status: 1, objects: 10_000, bytes: 50e9, scanMs: 20_000 })
    clock.jump(2_000 + 10_000)
    expect(await show(id)).toMatchObject({ status: 2, is_query_over: false, total_num: 5_000, total_size: 25e9 })
    clock.jump(10_000)
    expect(await show(id)).toMatchObject({ status: 2, is_query_over: true, total_num: 10_000, total_size: 50e9 })
  })

  test('reports consistent figures throughout, and progress never falls', async () => {
    const { clock, simulator } = await startCloud()
    simulator.addTask(project, { status: 1, objects: 10_000, skippedObjects: 1_000, failedObjects: 10 })
    let last = 0
    const speeds = new Set<number>()
    for (let step = 0; step < 60; step++) {
      clock.jump(10_000)
      const [task] = simulator.tasks(project)
      if (task?.status !== 2) continue
      const { progress, complete_size: done, total_size: total, left_time: left, migrate_speed: speed } = task
      expect(progress).toBeGreaterThanOrEqual(last)
      expect(progress).toBeCloseTo(done / total, 3)
      expect(left).toBeCloseTo(((total - done) / speed) * 1_000, -1)
      expect(task.successful_num + task.failed_num + task.skipped_num).toBeLessThanOrEqual(task.total_num)
      expect(task.real_size).toBeLessThanOrEqual(done)
      last = progress
      speeds.add(speed)
    }
    expect(last).toBeGreaterThan(0.3)
    expect(speeds.size).toBeGreaterThan(40)
  })

  test('succeeds with complete figures', async () => {
    const { clock, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { bytes: 10e9, objects: 1_000, skippedObjects: 100, fractionDone: 0.5 })
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({
      ...{ status: 5, progress: 1, complete_size: 10e9, real_size: 9e9, total_size: 10e9, total_num: 1_000 },
      ...{ successful_num: 900, skipped_num: 100, failed_num: 0, migrate_speed: 0, left_time: 0, is_query_over: true },
    })
    const { total_time: totalMs } = await show(id)
    expect(totalMs).toBeGreaterThan(200_000)
    expect(totalMs).toBeLessThan(300_000)
  })

  test('does not depend on how often it is read', async () => {
    const [often, once] = [await startCloud(), await startCloud()]
    for (const { simulator } of [often, once]) simulator.addTask(project, { retryAfterFraction: 0.5 })
    for (let step = 0; step < 600; step++) {
      often.clock.jump(1_000)
      often.simulator.tasks(project)
    }
    once.clock.jump(600_000)
    expect(often.simulator.tasks(project)).toEqual(once.simulator.tasks(project))
  })

  test('without any objects succeeds when the scan is over', async () => {
    const { clock, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { status: 1, bytes: 0, objects: 0 })
    clock.jump(1 * minutes)
    expect(await show(id)).toMatchObject({ status: 5, progress: 1, total_num: 0 })
  })

  test('retries (6) if it is meant to', async () => {
    const { clock, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { bytes: 40e6 * 100, fractionDone: 0, retryAfterFraction: 0.5 })
    const seen = new Set<unknown>()
    for (let step = 0; step < 40; step++) {
      seen.add((await show(id)).status)
      clock.jump(5_000)
    }
    expect([...seen]).toEqual([2, 6, 5])
  })

  test('fails where it is meant to, with a reason, and has no list if no objects failed', async () => {
    const { clock, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { fractionDone: 0, failure: { afterFraction: 0.5, code: 'TRF.0159' } })
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({
      ...{ status: 4, error_reason: { error_code: 'TRF.0159', error_msg: expect.any(String) } },
      failed_object_record: { result: null, list_file_key: null, error_code: null },
    })
    expect((await show(id)).progress).toBeCloseTo(0.5)
  })

  test('can fail at its very end', async () => {
    const { clock, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { failure: { afterFraction: 1, code: 'TRF.0064' } })
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({ status: 4, progress: 1, error_reason: { error_code: 'TRF.0064' } })
  })

  test('with failed objects ends in TRF.0004 and names their list', async () => {
    const { clock, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { name: 'photos', failedObjects: 3 })
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject({
      ...{ status: 4, failed_num: 3, progress: 1, error_reason: { error_code: 'TRF.0004' } },
      failed_object_record: {
        result: true,
        list_file_key: expect.stringMatching(/^oms\/task\/photos\/failed_object_lists\/\d+/),
      },
    })
  })

  test('sends a notification of the end, or says why it could not', async () => {
    const { clock, simulator, show } = await startCloud()
    const topic = { notificationTopic: 'urn:smn:cn-north-4:example:migrations' }
    const told = simulator.addTask(project, topic)
    const untold = simulator.addTask(project, { ...topic, notificationError: 'S3M.0158' })
    expect(await show(told)).toMatchObject({ status: 2, smn_info: null })
    clock.jump(1 * hours)
    expect(await show(told)).toMatchObject({
      smn_info: { notify_result: true, notify_error_message: '', topic_name: '' },
    })
    expect(await show(untold)).toMatchObject({
      smn_info: { notify_result: false, notify_error_message: 'S3M.0158', topic_name: 'migrations' },
    })
  })

  test('says at the end, and not before, why its lists of objects were not written', async () => {
    const { clock, simulator, show } = await startCloud()
    const id = simulator.addTask(project, { recordError: 'S3M.0309' })
    const reasons = (reason: string | null) => ({
      success_record_error_reason: reason,
      skip_record_error_reason: reason,
    })
    expect(await show(id)).toMatchObject(reasons(null))
    clock.jump(1 * hours)
    expect(await show(id)).toMatchObject(reasons('S3M.0309'))
  })
})

describe('five tasks of a project migrate at a time', () => {
  test('and the next begins when one ends', async () => {
    const { call, clock, tasks, simulator } = await startCloud()
    for (let task = 0; task < 7; task++) await call('POST', tasks, { body: creation })
    clock.jump(10_000)
    expect(simulator.tasks(project).map(({ status }) => status)).toEqual([2, 2, 2, 2, 2, 1, 1])
    simulator.finishTask(String(simulator.tasks(project)[0]?.id))
    expect(simulator.tasks(project).map(({ status }) => status)).toEqual([5, 2, 2, 2, 2, 2, 1])
    clock.jump(24 * hours)
    expect(simulator.tasks(project).every(({ status }) => status === 5)).toBe(true)
  })

  test('with high priority first', async () => {
    const { clock, simulator } = await startCloud({ behaviour: { runningLimit: 1 } })
    simulator.addTask(project, { bytes: 1e9 })
    simulator.addTask(project, { status: 1, priority: 'LOW' })
    simulator.addTask(project, { status: 1, priority: 'HIGH' })
    clock.jump(1 * minutes)
    expect(simulator.tasks(project).map(({ status }) => status)).toEqual([5, 1, 2])
  })
})
