import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

/** Each test has its own person, channel and tasks, so all of them run at the same time. */
describe.each(modes)('asking in a thread, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
  })
  afterAll(() => stage.stop())

  const forAll = (person: Person) => person.messages().filter(({ only_for }) => only_for === undefined)

  /** Watches a task in the person's channel. Resolves to the live card. */
  async function watch(person: Person, id: string): Promise<Message> {
    await person.types(`watch ${id}`)
    return until('the live card', () => forAll(person).find((message) => readingOf(message).includes(id)))
  }

  test('of a card, nobody has to type an id', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '410000000000001', sourceBucket: 'threaded' })
    const card = await watch(person, '410000000000001')
    await person.mentions('status', card.ts)
    const answer = await person.hears('threaded → archive')
    expect(answer).toMatchObject({ only_for: person.id, thread_ts: card.ts })
    await person.mentions('why is it slow?', card.ts)
    await person.hears('It has not failed.')
    await person.mentions('pause it please', card.ts)
    await until('the pause to be accepted', () => stage.task('410000000000001')?.status === 7)
    stage.cloud.finishPause('410000000000001')
    await person.hears('*Paused*')
    await person.mentions('why is this paused?', card.ts)
    await person.hears(`Paused in Ferry by <@${person.id}>`)
  })

  test('of a failure, the answer is that failure, and a retry opens its form', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '411000000000001', sourceBucket: 'to-explain' })
    const card = await watch(person, '411000000000001')
    stage.cloud.failTask('411000000000001', 'TRF.0008')
    const end = await person.hears(':x: *Failed: to-explain → archive*')
    expect(end.thread_ts).toBe(card.ts)
    await person.mentions('why did it fail?', card.ts)
    const why = await until('the reason', () =>
      person.messages().find(({ only_for, ts, text }) => only_for && ts > end.ts && text.includes('to-explain')),
    )
    expect(readingOf(why)).toContain('(`TRF.0008`)')
    expect(readingOf(why)).not.toContain('credentials')
    expect(labelsIn(why)).toEqual(['Restart with other keys', 'Add keys', 'Details'])
    await person.mentions('retry', card.ts)
    await person.presses('Open the form', await person.hears('This needs a form.'))
    await person.faces('to-explain → archive')
  })

  test('of an end, the migration is known after Ferry has stopped following it', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '412000000000001', sourceBucket: 'to-end' })
    const card = await watch(person, '412000000000001')
    stage.cloud.finishTask('412000000000001')
    await person.hears(':white_check_mark: *Succeeded: to-end → archive*')
    await until('the watch to be over', async () => {
      await person.types('watches')
      const list = await person.hears('*')
      return !readingOf(list).includes('to-end')
    })
    await person.mentions('why?', card.ts)
    await person.hears('It has not failed. It is done.')
  })

  test('of a group, Ferry asks which one, and offers to retry all', async () => {
    const person = stage.newcomer()
    const ids = [1, 2, 3, 4].map((number) => `41300000000000${number}`)
    for (const id of ids) stage.addTask({ id, sourceBucket: `wave-${id.at(-1)}` })
    for (const id of ids) await watch(person, id)
    for (const id of ids) stage.cloud.failTask(id, 'TRF.0055')
    const group = await person.hears('4 migrations failed for the same reason')
    await person.mentions('why?', group.ts)
    const chooser = await person.hears('This thread is about 4 migrations. Which one?')
    expect(chooser.thread_ts).toBe(group.ts)
    await person.presses('This one', chooser, '413000000000002')
    expect(readingOf(await person.hears('Failed: wave-2 → archive'))).toContain('(`TRF.0055`)')
    await person.mentions('retry', group.ts)
    await person.presses('Retry all 4', await person.hears('Which one?'))
    expect(readingOf(await person.faces('wave-2 → archive'))).toContain('Destination key')
  })

  test('of anybody else, Ferry asks which migration is meant', async () => {
    const person = stage.newcomer()
    await person.types('help --share')
    const message = await person.hears('Ferry runs')
    await person.mentions('why did it fail?', message.ts)
    await person.hears('Which migration, or which code?')
    await person.mentions('status', message.ts)
    await person.hears('Which migration? `status` needs an id.')
  })

  test('a console link names the migration, as Slack sends it in a mention and in a command', async () => {
    const person = stage.newcomer()
    stage.addTask({ id: '414000000000001', sourceBucket: 'linked' })
    const link = 'https://console.example/oms/?region=cn-north-4#/oms/task?id=414000000000001'
    await person.mentions(`status ${link}`)
    await person.hears('linked → archive')
    await person.types(`why ${link}`)
    await person.hears('It has not failed.')
  })
})
