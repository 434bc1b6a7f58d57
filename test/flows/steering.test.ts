import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdCloud } from './holding.ts'
import type { Person } from './person.ts'
import { labelsIn, readingOf, selectIn } from './reading.ts'
import { keepKey, sourceKey } from './setup.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

/** Each test has its own person, channel and task, so all of them run at the same time. */
describe.each(modes)('steering, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
  })
  afterAll(() => stage.stop())

  /** Waits until the requested pause is accepted, then lets the cloud finish it. */
  const pass = async (person: Person, id: string) => {
    await until('the pause to be accepted', () => stage.task(id)?.status === 7)
    stage.cloud.finishPause(id)
    return person.hears('*Paused*')
  }

  test('pausing by button shows the progress, and then that it is done', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '110000000000001', sourceBucket: 'by-button' })
    await person.types('status 110000000000001')
    const card = await person.hears('by-button → archive')
    await person.presses('Pause', card)
    await person.hears('*Pausing*')
    const paused = await pass(person, '110000000000001')
    expect(paused.ts).toBe(card.ts)
    expect(labelsIn(paused)).toContain('Start')
    expect(stage.task('110000000000001')?.status).toBe(3)
  })

  test('pausing by typing does the same', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '110100000000001', sourceBucket: 'by-typing' })
    await person.types('pause 1101…')
    await pass(person, '110100000000001')
    expect(stage.cloudCalls('/110100000000001/stop')).toMatchObject([{ method: 'POST', status: 200 }])
  })

  test('starting asks for keys, sends them, and next time offers those used last first', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '120000000000001', sourceBucket: 'to-start', destinationBucket: 'started', status: 3 })
    await person.types('start 1200…')
    const form = await person.faces('to-start → started')
    expect(selectIn(form, 'Source key').chosen).toBeUndefined()
    expect(selectIn(form, 'Source key').offered).toEqual(expect.arrayContaining(['archive-write', 'photos-read']))
    await person.sends(form, { 'Source key': 'photos-read', 'Destination key': 'archive-write' })
    await person.learns('to-start → started')
    await until('the task to run', () => stage.task('120000000000001')?.status === 2)

    await person.types('pause 1200…')
    await person.presses('Start', await pass(person, '120000000000001'))
    const again = await person.faces('to-start → started')
    expect(selectIn(again, 'Source key')).toMatchObject({ chosen: 'photos-read' })
    expect(selectIn(again, 'Destination key')).toMatchObject({ chosen: 'archive-write' })
  })

  test('a missing key is added from the start form, which then offers it', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '121000000000001', sourceBucket: 'needs-key', status: 3 })
    await person.types('start 1210…')
    const form = await person.faces('needs-key → archive')
    await person.presses('Add a key', form)
    const keyForm = await person.faces('Add a storage key')
    expect(keyForm.previous_view_id).toBe(form.id)
    await person.sends(keyForm, {
      'Key name': 'just-added',
      'Access key': 'EXAMPLE',
      'Secret key': 'example-just-added',
    })
    await person.faces('just-added')
    const [below, ...above] = person.modals()
    expect(above).toEqual([])
    expect(below?.id).toBe(form.id)
  })

  test('starting with a wrong key is accepted, and then the migration fails with the reason', async () => {
    const person = stage.newcomer()
    await keepKey(person, 'wrong-key', { ...sourceKey, secretKey: 'example-wrong-secret' })
    stage.addTask({ id: '122000000000001', sourceBucket: 'doomed', status: 3 })
    await person.types('start 1220… --source wrong-key --target archive-write')
    await person.hears('doomed → archive')
    await until('the task to fail', () => stage.task('122000000000001')?.status === 4)
    await person.types('status 122000000000001')
    expect(readingOf(await person.hears('(`TRF.0151`)'))).toContain('*What to do:*')
  })

  test.each([
    { only: true, id: '130000000000001', label: 'Only the objects that failed', bucket: 'retry-failed' },
    { only: false, id: '130100000000001', label: 'All objects', bucket: 'retry-all' },
  ])('a failed migration is restarted: $label', async ({ only, id, label, bucket }) => {
    const person = stage.newcomer()
    // So slow that it still runs when another test moves the cloud's clock.
    stage.addTask({ id, sourceBucket: bucket, status: 4, failedObjects: 7, bytesPerSecond: 1000 })
    const movedBefore = Number(stage.task(id)?.complete_size)
    await person.types(`status ${id}`)
    await person.presses(only ? 'Retry failed objects' : 'Restart', await person.hears(`${bucket} → archive`))
    const form = await person.faces(`${bucket} → archive`)
    expect(selectIn(form, 'What to migrate')).toMatchObject({ chosen: label })
    await person.sends(form, { 'Source key': 'photos-read', 'Destination key': 'archive-write' })
    await person.learns(`${bucket} → archive`)
    const task = stage.task(id)
    expect(task?.status).toBeLessThan(3)
    // A full restart begins from nothing; a retry of the failed objects keeps what has arrived.
    expect(Number(task?.complete_size) > movedBefore / 2).toBe(only)
  })

  test('the form of a typed `retry` first offers what the card advises', async () => {
    const person = stage.newcomer()
    const id = '131000000000001'
    stage.addTask({ id, sourceBucket: 'retry-typed', status: 4, failedObjects: 7 })
    await person.types(`status ${id}`)
    const card = await person.hears('retry-typed → archive')
    expect(labelsIn(card)[0]).toBe('Retry failed objects')
    await person.types(`retry ${id}`)
    const form = await person.faces('retry-typed → archive')
    expect(selectIn(form, 'What to migrate')).toMatchObject({ chosen: 'Only the objects that failed' })
  })

  test('after Start, the card says that the migration runs, not that it waits', async () => {
    const person = stage.newcomer()
    const id = '132000000000001'
    stage.addTask({ id, sourceBucket: 'runs-soon', status: 3 })
    await person.types(`start ${id} --source photos-read --target archive-write`)
    const card = await person.hears('runs-soon → archive')
    const last = await until('it to run', () =>
      person.messages().findLast(({ text }) => text.includes('Running: runs-soon')),
    )
    expect(card.channel).toBe(last.channel)
  })

  test('deleting asks for confirmation, waits out a refusal right after a pause, and succeeds', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '140000000000001', sourceBucket: 'to-delete' })
    await person.types('pause 140000000000001')
    await pass(person, '140000000000001')
    await person.types('delete 140000000000001')
    const question = await person.hears('permanently deleted')
    expect(stage.task('140000000000001')).toBeDefined()
    const deletions = () => stage.cloudCalls('/140000000000001').filter(({ method }) => method === 'DELETE')
    await person.presses('Delete the task', question)
    await until('the refusal', () => deletions().length === 1)
    stage.clock.jump(60_000)
    await person.hears('Deleted: *to-delete → archive*')
    expect(stage.task('140000000000001')).toBeUndefined()
    expect(deletions()).toMatchObject([{ status: 400, errorCode: 'OMS.0063' }, { status: 200 }])
    for (const typed of ['status 140000000000001', 'pause 1400…']) {
      await person.types(typed)
      const late = await person.hears('`prod-hw/140000000000001` was deleted.')
      expect(readingOf(late)).toContain('You deleted it')
    }
  })

  test('the confirmation before deleting can be declined', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '141000000000001', sourceBucket: 'to-keep', status: 5 })
    await person.types('delete 1410…')
    await person.presses('Keep it', await person.hears('permanently deleted'))
    await person.hears('*Succeeded*')
    expect(stage.task('141000000000001')).toBeDefined()
  })

  test('a refusal by the cloud is explained, not echoed', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '150000000000001', sourceBucket: 'just-finished' })
    const pausing = holdCloud(stage, '/150000000000001/stop')
    await person.types('pause 150000000000001')
    // Ferry has seen it running. It ends while Ferry's request to pause it is on the way.
    await pausing.reached()
    stage.cloud.finishTask('150000000000001')
    pausing.release()
    const answer = readingOf(await person.hears('(`OMS.0066`)'))
    expect(answer).toContain('*What to do:*')
    expect(answer).not.toContain('The task cannot be paused because it is not in progress.')
  })

  test('an action that the state does not allow is refused before any call that changes something', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '151000000000001', sourceBucket: 'is-paused', status: 3 })
    await person.types('pause 151000000000001')
    const answer = readingOf(await person.hears('cannot be paused now'))
    expect(answer).toContain('Possible now: start')
    expect(stage.cloudCalls('/151000000000001/stop')).toEqual([])
  })

  test('a second click during the first does nothing and says so', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '160000000000001', sourceBucket: 'clicked-twice' })
    const pausing = holdCloud(stage, '/160000000000001/stop')
    await person.types('status 160000000000001')
    const card = await person.hears('clicked-twice → archive')
    await person.presses('Pause', card)
    await pausing.reached()
    await person.presses('Pause', card)
    const second = await person.hears('Ferry is already acting on `prod-hw/160000000000001`.')
    expect(readingOf(second)).toContain('You began to pause it')
    pausing.release()
    await pass(person, '160000000000001')
    expect(stage.cloudCalls('/160000000000001/stop')).toHaveLength(1)
  })
})
