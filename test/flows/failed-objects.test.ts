import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TaskSeed } from '../../playground/huawei/simulator.ts'
import { isOnlyFor, readingOf } from './reading.ts'
import { projectId, targetKey } from './setup.ts'
import { createReadyStage, type Stage } from './stage.ts'

const names = ['2026/a b.jpg', '<!channel>`*x*', '=HYPERLINK("http://evil.example")']
const failed: TaskSeed = {
  status: 4,
  failedObjects: 30,
  failedAs: [
    { reason: 'GET_SRC_OBJ_META_FAILURE', name: names[0], sourceCode: '404-NoSuchKey' },
    { reason: 'MIGRATE_SRC_ARCHIVE_OBJ_FAILURE', name: names[1] },
    { reason: 'GET_SRC_OBJ_META_FAILURE', name: names[2] },
  ],
}

describe('the failed objects', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({
      slack: {
        teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
        users: [
          { id: 'U0ENGINEER', name: 'engineer' },
          { id: 'U0MEMBER', name: 'member' },
        ],
        channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
      },
      account: {
        storageKeys: [
          { accessKey: 'EXAMPLESOURCEKEY01', secretKey: 'example-source-secret-01', obsBuckets: [] },
          targetKey,
        ],
      },
    })
  })
  afterAll(() => stage.stop())

  const readings = () => stage.cloudCalls('/archive/oms/')

  test('are shown by reason to the person alone, after one press and the choice of a key', async () => {
    const id = stage.addTask(failed)
    const lead = stage.newcomer()
    await lead.types(`status ${id}`)
    await lead.presses('Which objects failed?', await lead.hears('Failed'))
    await lead.sends(await lead.faces('Failed objects'), { 'Destination key': 'archive-write' })
    const answer = await lead.learns('30 objects failed')
    expect(isOnlyFor(answer, lead.id)).toBe(true)
    const text = readingOf(answer)
    expect(text.indexOf('20 ×')).toBeLessThan(text.indexOf('10 ×'))
    expect(text).toContain('`GET_SRC_OBJ_META_FAILURE`')
    expect(text).toContain('An archived object at the source had not been restored.')
    expect(text).toContain('`2026/a b.jpg`')
    expect(text).toContain('&lt;!channel&gt;')
    expect(text).not.toContain('<!channel>')
    expect(readings().map(({ method, status }) => [method, status])).toEqual([['GET', 200]])
  })

  test('are read with the key that was used last time', async () => {
    const id = stage.addTask(failed)
    const lead = stage.newcomer()
    await lead.types(`failures ${id}`)
    await lead.sends(await lead.faces('Failed objects'), {})
    await lead.learns('30 objects failed')
  })

  test('come as a file, which the audit records, and can then be retried alone', async () => {
    const id = stage.addTask(failed)
    const lead = stage.newcomer()
    await lead.types(`failures ${id} --key archive-write`)
    const answer = await lead.hears('30 objects failed')
    await lead.presses('Send me the whole list', answer)
    await lead.hears('The list is in your')
    const direct = `D0LOCAL0${lead.id.slice(2)}`
    const [file] = lead.messages(direct).flatMap(({ files = [] }) => files)
    const rows = (await (await fetch(file?.url ?? '')).text()).trimEnd().split('\r\n')
    expect(rows).toHaveLength(31)
    expect(rows[0]).toBe('object,reason,what happened,time,source code')
    expect(rows[3]).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
    await lead.types(`audit ${id}`)
    expect(readingOf(await lead.hears('Who did what'))).toContain('failures export')
    await lead.presses('Retry failed objects', answer)
    await lead.faces('Restart')
  })

  test.each([
    ['photos-read', 'can’t open the list of failed objects in `archive` (`AccessDenied`)'],
    ['none-such', 'There is no storage key named `none-such`'],
  ])('with the key %s show what is wrong', async (key, words) => {
    const id = stage.addTask(failed)
    const lead = stage.newcomer()
    await lead.types(`failures ${id} --key ${key}`)
    expect(readingOf(await lead.hears('key'))).toContain(words)
  })

  test('with a wrong key in the form ask for another one there', async () => {
    const id = stage.addTask(failed)
    const lead = stage.newcomer()
    await lead.types(`failures ${id}`)
    const form = await lead.faces('Failed objects')
    const { errors } = await lead.sends(form, { 'Destination key': 'photos-read' })
    expect(errors?.key).toContain('can’t open the list of failed objects in `archive`')
  })

  test.each([
    ['no object failed', { status: 2 }, 'No object has failed so far.'],
    ['failures are not recorded', { ...failed, recordFailedObjects: false }, 'It does not record which objects fail.'],
    [
      'the list could not be written',
      { ...failed, listError: 'S3M.0303' },
      'The service could not record in the destination bucket which objects failed.',
    ],
  ] as const)('cannot be shown if %s, and the answer says so', async (_, seed, words) => {
    const id = stage.addTask(seed)
    const lead = stage.newcomer()
    await lead.types(`failures ${id} --key archive-write`)
    expect(readingOf(await lead.hears('has no list of failed objects'))).toContain(words)
    expect(readings().filter(({ path }) => path.includes(id))).toEqual([])
  })

  test('cannot be shown if somebody deleted the list', async () => {
    const id = stage.addTask(failed)
    stage.cloud.deleteObject(projectId, stage.task(id)?.failed_object_record.list_file_key ?? '')
    const lead = stage.newcomer()
    await lead.types(`failures ${id} --key archive-write`)
    await lead.hears('The list of failed objects is no longer in `archive`')
  })

  test('are not shown to viewers, because a storage key belongs to somebody', async () => {
    const id = stage.addTask(failed)
    const member = stage.person('U0MEMBER')
    const before = readings().length
    await member.types(`failures ${id} --key archive-write`)
    await member.hears('You need the operator role')
    expect(readings()).toHaveLength(before)
  })
})
