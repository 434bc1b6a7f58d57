import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdCloud } from './holding.ts'
import { readingOf } from './reading.ts'
import { projectId } from './setup.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const daytime = { start: '09:00', end: '18:00', max_bandwidth: 50_000_000 }
const evening = { start: '18:00', end: '23:59', max_bandwidth: 10_000_000 }

/** Each test has its own person, channel and migrations, so all of them run at the same time. */
describe('setting limits and priorities, and pushing objects', { concurrent: true }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage()
  })
  afterAll(() => stage.stop())

  test('a typed limit is set in the cloud, and the live card shows it', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '310000000000001', sourceBucket: 'limited' })
    await person.types('watch 310000000000001')
    await until('the live card', () =>
      person.messages().find(({ blocks }) => JSON.stringify(blocks).includes('limited → archive')),
    )
    await person.types('limit 3100… 50MB/s 09:00-18:00, 10MB/s 18:00-23:59')
    await person.learns('50 MB/s (47.7 MiB/s) 09:00–18:00\n10 MB/s (9.54 MiB/s) 18:00–23:59')
    expect(stage.task('310000000000001')?.bandwidth_policy).toEqual([daytime, evening])
    await until('the card to show it', () =>
      person
        .messages()
        .some(({ blocks }) => JSON.stringify(blocks).includes('Limited: 50 MB/s 09:00–18:00, 10 MB/s 18:00–23:59')),
    )
  })

  test('several tasks and a group are limited at once, and failures can be repeated with one press', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '311000000000001', sourceBucket: 'one' })
    stage.addTask({ id: '311100000000001', sourceBucket: 'two' })
    const group = stage.cloud.addGroup(projectId, { taskCount: 2 })
    stage.cloud.faults.add({ kind: 'cut-before-effect', method: 'PUT', path: group })
    await person.types(`limit 311000000000001 311100000000001 ${group} 50MB/s 09:00-18:00`)
    const answer = await person.learns('1 migration not changed')
    expect(readingOf(answer)).toContain('may or may not have been carried out')
    expect(stage.task('311000000000001')?.bandwidth_policy).toEqual([daytime])
    expect(stage.task('311100000000001')?.bandwidth_policy).toEqual([daytime])
    const groupNow = () => stage.cloud.groups(projectId).find(({ group_id: id }) => id === group)
    expect(groupNow()?.bandwidth_policy).toEqual([])
    await person.presses('Try those again', answer)
    await until('the group to be limited', () => groupNow()?.bandwidth_policy.length === 1)
    expect(groupNow()?.bandwidth_policy).toEqual([daytime])
  })

  test('a button on the card opens a form with the present rules; it shows a problem at its field, and off removes the rules', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '312000000000001', sourceBucket: 'by-form', bandwidthPolicy: [daytime] })
    await person.types('limit prod-hw/312000000000001')
    const form = await person.faces('by-form → archive')
    expect(person.entries()).toEqual({ rules: '50 MB/s 09:00-18:00' })
    const rules = 'Rules, one per line'
    expect(await person.sends(form, { [rules]: '50MB/s 22:00-06:00' })).toMatchObject({
      errors: { rules: expect.stringContaining('Type 50 MB/s 22:00-23:59, 50 MB/s 00:00-06:00 instead.') },
    })
    expect(stage.task('312000000000001')?.bandwidth_policy).toEqual([daytime])
    await person.sends(form, { [rules]: 'off' })
    await person.learns('No limit now')
    expect(stage.task('312000000000001')?.bandwidth_policy).toEqual([])
  })

  test('a form that is sent twice sets the limit once', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '313000000000001', sourceBucket: 'sent-twice' })
    const limiting = holdCloud(stage, '/313000000000001/bandwidth-policy')
    await person.types('limit 3130…')
    const form = await person.faces('sent-twice → archive')
    const fields = { 'Rules, one per line': '50MB/s 09:00-18:00' }
    const sent = [person.sends(form, fields), person.sends(form, fields)]
    const second = await person.learns('Ferry is already acting on `prod-hw/313000000000001`.')
    expect(readingOf(second)).toContain('You began to limit it')
    limiting.release()
    await Promise.all(sent)
    await until('the limit', () => stage.task('313000000000001')?.bandwidth_policy.length === 1)
    expect(stage.cloudCalls('/313000000000001/bandwidth-policy')).toHaveLength(1)
  })

  test('a priority is chosen by button, and the limits stay', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '314000000000001', sourceBucket: 'prior', status: 3, bandwidthPolicy: [daytime] })
    await person.types('priority 3140…')
    const question = await person.hears('It is *medium* now.')
    await person.presses('High', question)
    await person.hears('Priority is high now')
    expect(stage.task('314000000000001')).toMatchObject({ task_priority: 'HIGH', bandwidth_policy: [daytime] })
  })

  test('a refusal by the cloud is explained, and an impossible change is refused without a call', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '315000000000001', sourceBucket: 'finishing' })
    await person.types('priority 315000000000001 high')
    await person.learns('cannot be given a different priority now: its state is “running”')
    stage.cloud.faults.add({ kind: 'error-in-200', code: 'OMS.0086', method: 'PUT', path: '/315000000000001/' })
    await person.types('limit 315000000000001 50MB/s')
    expect(readingOf(await person.learns('(`OMS.0086`)'))).toContain('*What to do:*')
    expect(stage.task('315000000000001')?.bandwidth_policy).toEqual([])
  })

  test('named objects are copied, with spaces and plus signs as they are in the bucket', async () => {
    const person = stage.newcomer()
    const id = stage.cloud.addSync(projectId, { sourceBucket: 'typed-names' })
    await person.types(`sync push ${id} "my dog.jpg" a+b.txt`)
    await person.learns('2 objects accepted')
    const copied = stage.cloud.tasks(projectId).find(({ src_node: source }) => source.bucket === 'typed-names')
    expect(copied?.src_node.object_key).toEqual(['my dog.jpg', 'a+b.txt'])
  })

  test('names in a form are taken exactly, and the rest of a push that broke off is sent with one press', async () => {
    const person = stage.newcomer()
    const id = stage.cloud.addSync(projectId, { sourceBucket: 'form-names' })
    const names = ['don’t – “x”.txt', ...Array.from({ length: 11 }, (_, index) => `o${index}`)]
    const copied = () =>
      stage.cloud
        .tasks(projectId)
        .filter(({ src_node: source }) => source.bucket === 'form-names')
        .flatMap(({ src_node: source }) => source.object_key)
    stage.cloud.faults.add({ kind: 'slow', ms: 1, method: 'POST', path: `/${id}/events` })
    stage.cloud.faults.add({ kind: 'error-in-200', code: 'OMS.0093', method: 'POST', path: `/${id}/events` })
    await person.types(`sync push ${id}`)
    await person.sends(await person.faces('form-names'), { 'Object names, one per line': names.join('\n') })
    const answer = await person.learns('10 of 12 objects accepted')
    expect(copied()).toEqual(names.slice(0, 10))
    await person.presses('Send the rest', answer)
    await person.learns('2 objects accepted')
    expect(copied()).toEqual(names)
  })

  test('sync alone explains itself', async () => {
    const person = stage.newcomer()
    await person.types('sync')
    await person.hears('Tell a synchronization task to copy changed objects')
  })
})
