import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { projectId } from './setup.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

const buckets = [
  { name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000_000_000, objects: 40 },
  { name: 'archive', region: 'cn-north-4' },
]

/**
 * A migration may end after somebody has seen it running and follows it, or after Ferry has created it, and before Ferry
 * first reads it for the channel. No change is ever read then, and the channel waits for its end all the same.
 */
describe.each(modes)('an end before the first reading, over %s', (mode) => {
  let stage: Stage
  beforeAll(async () => {
    // Ferry reads only when somebody acts.
    stage = await createReadyStage({ mode, account: { buckets }, environment: { POLL_SCHEDULE: '0 0 0 1 1 *' } })
  })
  afterAll(() => stage.stop())

  type CloudCall = { method: string; path: string }
  /** Makes a migration fail as soon as the cloud has answered such a call for the first time. */
  const failAfter = (isCall: (call: CloudCall) => boolean, idOf: () => string | undefined) => {
    let isOver = false
    stage.cloud.onCall(() => {
      const call = stage.cloud.calls().at(-1)
      const id = idOf()
      if (isOver || call === undefined || id === undefined || !isCall(call)) return
      isOver = true
      stage.cloud.failTask(id, 'TRF.0055')
    })
  }
  /** Messages in the channel, below a card, that say why it ended. */
  const endsIn = (person: Person) =>
    person
      .messages()
      .filter((one) => one.only_for === undefined && one.thread_ts !== undefined && one.thread_ts !== one.ts)
      .filter((one) => readingOf(one).includes('has reached its storage quota'))
  const told = (person: Person) => until('the end', () => endsIn(person).length > 0)

  test('is told in the channel that followed, once', async () => {
    const person = stage.newcomer()
    const id = stage.addTask({ id: '791000000000001', sourceBucket: 'photos' })
    failAfter(
      ({ path }) => path.endsWith(`/tasks/${id}`),
      () => id,
    )
    await person.types(`watch ${id}`)
    await told(person)
    await person.types(`status ${id}`)
    await person.hears('Share to channel')
    expect(endsIn(person).map(({ text }) => text)).toEqual([expect.stringContaining('Failed: photos → archive')])
  })

  test('is told in the channel where the migration was requested', async () => {
    const lead = stage.person('U0LEAD')
    const engineer = stage.person()
    await engineer.types('create AWS/photos → archive --source photos-read --target archive-write')
    await engineer.sends(await engineer.faces('the account’s region'), {})
    const card = await lead.hears('0 of 1 approvals')
    failAfter(
      ({ method, path }) => method === 'POST' && path.endsWith('/tasks'),
      () =>
        stage.cloud
          .tasks(projectId)
          .map(({ id }) => String(id))
          .find((id) => id !== '791000000000001'),
    )
    await lead.presses('Approve', card)
    await told(lead)
    expect(endsIn(lead).map(({ thread_ts }) => thread_ts)).toEqual([card.ts])
  })
})
