import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import { readPng } from '../charts/png.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { projectId } from './setup.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const hours = 3_600_000
const id = '0d146099-8cf4-437d-b6ef-88e043771c8b'

describe('asking for statistics', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage()
    stage.cloud.addSync(projectId, {
      id,
      sourceBucket: 'live-orders',
      destinationBucket: 'orders-mirror',
      historyMs: 20 * hours,
    })
  })
  afterAll(() => stage.stop())

  const pictures = (person: Person, channel: string) => person.messages(channel).flatMap((one) => one.files ?? [])
  const directOf = (person: Person) =>
    stage
      .slackCalls('files.completeUploadExternal')
      .map(({ args }) => String(args.channel_id))
      .find((channel) => channel.startsWith('D') && channel.endsWith(person.id.slice(1))) ?? ''
  const figuresIn = (answer: Message) => /([\d,]+) objects requested/.exec(readingOf(answer))?.[1] ?? 'no figures'

  test('somebody gets the figures where they asked, and the picture with its description in a direct message', async () => {
    const person = stage.newcomer()
    await person.types('stats 0d14… day')
    const answer = await person.hears('objects requested')
    expect(answer.only_for).toBe(person.id)
    expect(readingOf(answer)).toContain('direct messages with Ferry')
    const [picture, ...more] = pictures(person, directOf(person))
    expect(more).toEqual([])
    expect(picture?.alt_text).toContain(figuresIn(answer))
    const { width, counts } = readPng(new Uint8Array(await (await fetch(picture?.url ?? '')).arrayBuffer()))
    expect(width).toBe(780)
    expect(counts.get('0072b2')).toBeGreaterThan(1000)
    expect(pictures(person, person.channel)).toEqual([])
  })

  test('a button leads to another time, and sharing shows both to everybody', async () => {
    const person = stage.newcomer()
    await person.types('stats 0d14…')
    await person.presses('7 days', await person.hears('last 24 hours'))
    await person.presses('Share to channel', await person.hears('last 7 days'))
    await until('the shared figures', () =>
      person.messages().some((one) => one.only_for === undefined && readingOf(one).includes('objects requested')),
    )
    expect(pictures(person, person.channel).map(({ name }) => name)).toEqual(['statistics-7d.png'])
  })

  test('asked for in a thread to be shared, it stays in the thread', async () => {
    const person = stage.newcomer()
    await person.mentions('help')
    const [root] = person.messages()
    await person.mentions('stats 0d14… --share', root?.ts)
    const answer = await person.hears('objects requested')
    expect(answer.thread_ts).toBe(root?.ts)
    const shown = person.messages().filter(({ files = [] }) => files.length > 0)
    expect(shown.map(({ thread_ts }) => thread_ts)).toEqual([root?.ts])
  })

  test.each([
    ['files.getUploadURLExternal', 'missing_scope', 'may not upload files'],
    ['files.completeUploadExternal', 'not_in_channel', 'Invite it'],
  ])('the figures come although Slack refuses the picture: %s %s', async (method, error, words) => {
    const person = stage.newcomer()
    stage.spoil(method, { kind: 'error', error })
    await person.types('stats 0d14… --share')
    const answer = await person.hears('No picture')
    expect(figuresIn(answer)).toMatch(/\d/)
    expect(readingOf(answer)).toContain(words)
    expect(stage.logged('A file was not sent').length).toBeGreaterThan(0)
  })

  test('an answer of Slack that is lost is told as unknown, and nothing is shown twice', async () => {
    const person = stage.newcomer()
    stage.spoil('files.completeUploadExternal', { kind: 'cut_after' })
    await person.types('stats 0d14…')
    expect(readingOf(await person.hears('No picture'))).toContain('did not say whether')
    expect(pictures(person, directOf(person))).toHaveLength(1)
  })

  test('what has no statistics is told so', async () => {
    const person = stage.newcomer()
    const task = stage.addTask({ id: '520000000000001', sourceBucket: 'photos' })
    await person.types(`stats ${task}`)
    expect(readingOf(await person.hears('has no statistics'))).toContain('each synchronization task')
  })
})
