import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Message, View } from '../../playground/slack/protocol.ts'
import { readingOf } from './reading.ts'
import { projectId } from './setup.ts'
import { createReadyStage, type Stage, type StageOptions } from './stage.ts'
import { until } from './until.ts'

const hours = 3_600_000
const id = '0d146099-8cf4-437d-b6ef-88e043771c8b'
const withoutCharts = { kind: 'no_such_block', type: 'data_visualization' } as const

async function createSyncStage(options?: StageOptions): Promise<Stage> {
  const stage = await createReadyStage(options)
  const buckets = { sourceBucket: 'live-orders', destinationBucket: 'orders-mirror' }
  stage.cloud.addSync(projectId, { id, ...buckets, historyMs: 20 * hours })
  return stage
}

function chartsIn({ blocks }: Pick<Message, 'blocks'>): string[] {
  return blocks.filter(({ type }) => type === 'data_visualization').map(({ title }) => String(title))
}

describe('asking for statistics', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createSyncStage()
  })
  afterAll(() => stage.stop())

  test('shows figures and charts in one message that only the person sees', async () => {
    const person = stage.newcomer()
    await person.types('stats 0d14… day')
    const answer = await person.hears('objects requested')
    expect(answer.only_for).toBe(person.id)
    expect(answer.text).toMatch(/[\d,]+ objects requested, .* Most requests: /)
    expect(chartsIn(answer)).toEqual(['Objects per 2 hours', 'Data copied per 2 hours'])
    expect(person.messages()).toEqual([answer])
  })

  test('offers other periods by button, and sharing shows the charts to everybody', async () => {
    const person = stage.newcomer()
    await person.types('stats 0d14…')
    await person.presses('7 days', await person.hears('last 24 hours'))
    await person.presses('Share to channel', await person.hears('last 7 days'))
    const shared = await until('the shared figures', () =>
      person.messages().find((one) => one.only_for === undefined && readingOf(one).includes('objects requested')),
    )
    expect(chartsIn(shared)).toEqual(['Objects per day', 'Data copied per day'])
  })

  test('in a thread with a shared answer stays in the thread', async () => {
    const person = stage.newcomer()
    await person.mentions('help')
    const [root] = person.messages()
    await person.mentions('stats 0d14… --share', root?.ts)
    const answer = await person.hears('objects requested')
    expect([answer.thread_ts, answer.only_for]).toEqual([root?.ts, undefined])
    expect(chartsIn(answer)).toHaveLength(2)
  })

  test('on a page writes the figures out, because pages have no charts', async () => {
    const person = stage.newcomer()
    const home = await person.opensHome()
    await person.presses('List migrations', home)
    const list: View = await person.faces('orders-mirror')
    await person.presses('Open', list, 'orders-mirror')
    await person.presses('Statistics', await person.faces('Statistics'))
    const page = await person.faces('objects requested')
    expect(readingOf(page)).toMatch(/Objects per 2 hours\*\n.*Requested.*\n.*: \d/)
  })

  test('for a migration without statistics says so', async () => {
    const person = stage.newcomer()
    const task = stage.addTask({ id: '520000000000001', sourceBucket: 'photos' })
    await person.types(`stats ${task}`)
    expect(readingOf(await person.hears('has no statistics'))).toContain('a synchronization task')
  })
})

describe.each(['status', 'body'] as const)('if Slack has no charts and refuses them by the %s', (refusedResponse) => {
  test('the answer comes with its figures in words, wherever it was requested', async () => {
    const stage = await createSyncStage({ slack: { readings: { refusedResponse } } })
    onTestFinished(() => stage.stop())
    stage.spoil('*', withoutCharts)
    const person = stage.newcomer()
    await person.types('stats 0d14…')
    const answer = await person.hears('objects requested')
    expect(answer.only_for).toBe(person.id)
    expect(chartsIn(answer)).toEqual([])
    expect(readingOf(answer)).toMatch(/Objects per 2 hours\*\n.*Requested.*\n.*: \d/)
    await person.mentions('stats 0d14… --share')
    const shared = await until('the shared answer', () =>
      person.messages().find((one) => one.only_for === undefined && readingOf(one).includes('objects requested')),
    )
    expect(chartsIn(shared)).toEqual([])
    expect(stage.logged('Slack refuses newer blocks in this workspace; they are sent in words')).toHaveLength(1)
    expect(stage.slackCalls('response_url').map(({ ok }) => ok)).toEqual([false, true])
  })
})
