import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import type { Person } from './person.ts'
import { isOnlyFor, labelsIn, readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const buckets = [
  { name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000, objects: 40 },
  { name: 'archive', region: 'cn-north-4' },
  { name: 'vault', region: 'cn-north-4' },
]

/** A person's screen may be out of date: Slack delivers what they press, and Ferry answers. */
describe('a button of a card that has changed meanwhile', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ account: { buckets } })
  })
  afterAll(() => stage.stop())

  const cardOf = (person: Person, words: string): Promise<Message> =>
    until(`a card with “${words}”`, () =>
      structuredClone(person.messages().find((one) => one.only_for === undefined && readingOf(one).includes(words))),
    )

  /** Requests a migration. Resolves to its card as it first appears. */
  async function ask(person: Person): Promise<Message> {
    await person.types('create AWS/photos → archive --source photos-read --target archive-write')
    await person.sends(await person.faces('New migration: check'), {})
    return cardOf(person, '0 of 1 approvals')
  }

  const watch = async (person: Person, seed: { id: string; sourceBucket: string; status?: 2 | 4 }) => {
    stage.addTask(seed)
    await person.types(`watch ${seed.id}`)
    return cardOf(person, seed.sourceBucket)
  }

  test('approving a decided request says what has become of it', async () => {
    const asker = stage.newcomer()
    const [first, late] = [stage.joiner(asker), stage.joiner(asker)]
    const card = await ask(asker)
    await first.presses('Reject', card)
    await first.sends(await first.faces('Everybody in the channel can read it'), { Reason: 'not this week' })
    await cardOf(late, 'not this week')
    await late.presses('Approve', card)
    const answer = await late.learns('Nothing was changed')
    expect(isOnlyFor(answer, late.id)).toBe(true)
    expect(readingOf(answer)).toContain(`It is already rejected by <@${first.id}>`)
    expect(labelsIn(await cardOf(asker, 'not this week'))).toEqual(['Edit and request again'])
  })

  test('approving an edited request approves nothing, and shows the present content', async () => {
    const asker = stage.newcomer()
    const late = stage.joiner(asker)
    const card = await ask(asker)
    await asker.presses('Edit', card)
    await asker.presses('Change destination', await asker.faces('Any change voids its approvals'))
    await asker.sends(await asker.faces('Destination bucket'), { 'target.bucket': 'vault' })
    await asker.sends(await asker.faces('To* `vault`'), {})
    await cardOf(asker, 'photos → vault')
    await late.presses('Approve', card)
    await late.learns('It has changed since you looked at it.')
    expect(readingOf(await cardOf(asker, 'photos → vault'))).toContain('0 of 1 approvals')
  })

  test('withdrawing twice says that the request is withdrawn', async () => {
    const asker = stage.newcomer()
    const card = await ask(asker)
    await asker.presses('Withdraw', card)
    await cardOf(asker, 'Withdrawn')
    await asker.presses('Withdraw', card)
    expect(readingOf(await asker.hears('Nothing was changed'))).toContain('It is already withdrawn')
  })

  test('pausing a migration that has ended says so and changes nothing', async () => {
    const person = stage.newcomer()
    const id = '510000000000001'
    const card = await watch(person, { id, sourceBucket: 'has-ended' })
    stage.cloud.finishTask(id)
    await cardOf(person, 'Succeeded')
    await person.presses('Pause', card)
    await person.hears('cannot be paused now: its state is “succeeded”')
    expect(stage.cloudCalls(`/${id}/stop`)).toEqual([])
  })

  test('restarting a migration that has succeeded since says so before it asks for keys', async () => {
    const person = stage.newcomer()
    const id = '511000000000001'
    stage.addTask({ id, sourceBucket: 'has-failed', status: 4 })
    await person.types(`status ${id}`)
    const card = await person.hears('has-failed')
    stage.cloud.finishTask(id)
    await person.presses('Restart', card)
    await person.learns('its state is “succeeded”')
    expect(person.modals().map(readingOf).join()).not.toContain('Storage key')
  })

  test('unwatching twice says who ended the watch, and leads back', async () => {
    const person = stage.newcomer()
    await watch(person, { id: '512000000000001', sourceBucket: 'let-go' })
    await person.types('watches')
    const list = await person.hears('*let-go → archive*')
    await person.presses('Unwatch', list, 'let-go')
    await person.hears('No longer watching `prod-hw/512000000000001`')
    await person.presses('Unwatch', list, 'let-go')
    await person.hears('You ended the watch')
  })

  test('an answer on a replaced page is kept if the new page still asks for it', async () => {
    const person = stage.newcomer()
    await person.types('create')
    const page = await person.faces('a task of')
    await person.answers('source.cloud', 'AWS', page)
    await until('the next page', () => person.modals().find((one) => one.hash !== page.hash))
    await person.answers('source.key', 'photos-read', page)
    await person.answers('source.cloud', 'Google', page)
    await until('both answers', () => {
      const { 'source.cloud': cloud, 'source.key': key } = person.entries()
      return cloud === 'Google' && key === 'photos-read'
    })
    await person.faces('a task of')
  })
})
