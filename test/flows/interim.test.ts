import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdCloud, holdSlack } from './holding.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

/** Each test has its own person, channel and task. */
describe.each(modes)('between an act and its answer, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode })
  })
  afterAll(() => stage.stop())

  const shownTo = (person: Person) => person.messages().filter(({ only_for }) => only_for === person.id)
  /** Every version of a message that the person sees, in order. */
  const follow = (person: Person, ts: string) => {
    const seen: string[] = []
    stage.slack.world.watchers.add(() => {
      const message = person.messages().find((one) => one.ts === ts)
      const reading = message === undefined ? 'nothing' : readingOf(message)
      if (reading !== seen.at(-1)) seen.push(reading)
    })
    return seen
  }

  test('a card on which somebody pressed Pause shows “Pausing” and then “Paused”, and nothing less precise', async () => {
    const person = stage.newcomer()
    const id = '310000000000001'
    stage.addTask({ id, sourceBucket: 'to-pause' })
    await person.types(`status ${id}`)
    const card = await person.hears('to-pause → archive')
    const seen = follow(person, card.ts)
    await person.presses('Pause', card)
    await person.hears('*Pausing*')
    stage.cloud.finishPause(id)
    await person.hears('*Paused*')
    const since = seen.findIndex((reading) => reading.includes('*Pausing*'))
    const after = since === -1 ? [] : seen.slice(since)
    expect(after.filter((reading) => reading.includes('Working'))).toEqual([])
    expect(seen.at(-1)).toContain('*Paused*')
  })

  test('a slow mention gets an interim answer that stays true, and the answer below it', async () => {
    const person = stage.newcomer()
    const id = '311000000000001'
    stage.addTask({ id, sourceBucket: 'mentioned' })
    const call = holdCloud(stage, id)
    await person.mentions(`status ${id}`)
    await person.hears(`/migrate status ${id}`)
    call.release()
    await person.hears('mentioned → archive')
    expect(shownTo(person).map(readingOf)).toEqual([
      expect.stringContaining('The answer will appear below'),
      expect.stringContaining('mentioned → archive'),
    ])
  })

  test('an interim answer that was under way does not replace the answer', async () => {
    const person = stage.newcomer()
    const id = '312000000000001'
    stage.addTask({ id, sourceBucket: 'overtaken' })
    await person.types(`status ${id}`)
    const card = await person.hears('overtaken → archive')
    const [interim, call] = [holdSlack(stage, 'response_url', { channel: person.channel }), holdCloud(stage, id)]
    await person.presses('Refresh', card)
    await interim.reached()
    call.release()
    await until('the task to be read', () => stage.cloudCalls(id).length > 1)
    interim.release()
    await person.hears('overtaken → archive')
    expect(shownTo(person)).toHaveLength(1)
  })

  test('a home tab that was read later is not replaced by one that was read earlier', async () => {
    const person = stage.newcomer()
    const question = holdSlack(stage, 'users.info')
    await stage.act('home', { user: person.id })
    await question.reached()
    stage.addTask({ id: '313000000000001', sourceBucket: 'seen-at-home' })
    await person.types('watch 313000000000001')
    await person.hears('seen-at-home')
    expect(readingOf(await person.opensHome())).toContain('seen-at-home')
    question.release()
    await until('both pages to be done', () => stage.slackCalls('users.info').length > 0)
    await person.types('help')
    await person.hears('Ferry runs')
    const home = [...stage.slack.world.homes.values()].find((view) => view.user_id === person.id)
    expect(JSON.stringify(home?.payload)).toContain('seen-at-home')
  })
})

describe('a slow typed command works however Slack treats the replacement of its answer', () => {
  test.each([
    ['added', ['On it: `/migrate status', 'slow-typed → archive']],
    ['replaced', ['slow-typed → archive']],
    ['refused', ['On it: `/migrate status', 'slow-typed → archive']],
  ] as const)('%s', async (commandReplies, readings) => {
    const stage = await createReadyStage()
    try {
      stage.slack.world.commandReplies = commandReplies
      const person = stage.newcomer()
      const id = '320000000000001'
      stage.addTask({ id, sourceBucket: 'slow-typed' })
      const call = holdCloud(stage, id)
      await person.types(`status ${id}`)
      await person.hears('The answer will appear below')
      call.release()
      await person.hears('slow-typed → archive')
      expect(person.messages().map(readingOf)).toEqual(readings.map((words) => expect.stringContaining(words)))
    } finally {
      await stage.stop()
    }
  })
})

describe('a slow form', () => {
  test('sends its outcome as a message if the person has closed the waiting page', async () => {
    const stage = await createReadyStage()
    try {
      const person = stage.newcomer()
      stage.addTask({ id: '330000000000001', sourceBucket: 'closed-page', status: 3 })
      await person.types('start 330000000000001')
      const form = await person.faces('closed-page → archive')
      const call = holdCloud(stage, '/330000000000001/start')
      await person.sends(form, { 'Source key': 'photos-read', 'Destination key': 'archive-write' })
      for (const page of [...person.modals()].reverse()) await stage.act('close', { user: person.id, view_id: page.id })
      call.release()
      await person.hears('closed-page → archive')
      expect(person.modals()).toEqual([])
    } finally {
      await stage.stop()
    }
  })
})

describe('a form whose socket is lost while its command runs', { concurrent: true }, () => {
  test.each([
    ['at once', '340000000000001', isNotReady],
    ['when Ferry tells Slack that it takes longer', '341000000000001', isAckRefused],
  ])('sends its outcome as a message if the loss is noticed %s', async (_, id, isNoticed) => {
    const stage = await createReadyStage()
    try {
      const person = stage.newcomer()
      stage.addTask({ id, sourceBucket: 'lost-socket', status: 3 })
      await person.types(`start ${id}`)
      const form = await person.faces('lost-socket → archive')
      const call = holdCloud(stage, `/${id}/start`)
      // Slack never gets an answer to the form.
      person.sends(form, { 'Source key': 'photos-read', 'Destination key': 'archive-write' }).catch(() => undefined)
      await call.reached()
      await stage.act('socket', { action: 'drop' })
      await until('the loss to be noticed', () => isNoticed(stage))
      call.release()
      await person.hears('lost-socket → archive')
    } finally {
      await stage.stop()
    }
  })
})

async function isNotReady({ metricsUrl }: Stage): Promise<boolean> {
  return (await fetch(`${metricsUrl}/readyz`)).status === 503
}

/** Whether Bolt has logged that it could not acknowledge. */
async function isAckRefused({ logLines }: Stage): Promise<boolean> {
  return logLines.some((line) => line.includes('Failed to send a message'))
}

describe('a form with two questions answered in quick succession', () => {
  test('shows the page that follows from the second answer, however late the first page comes', async () => {
    const stage = await createReadyStage({
      account: { buckets: [{ name: 'photos', region: 'us-east-1', cloudType: 'AWS' }] },
    })
    try {
      const person = stage.newcomer()
      await person.types('create')
      const form = await person.faces('a task of')
      const first = holdSlack(stage, 'views.update')
      await person.answers('source.cloud', 'AWS', form)
      await first.reached()
      await person.answers('source.key', 'photos-read', form)
      first.release()
      await until('both pages', () => stage.slackCalls('views.update').length === 2)
      const page = person.modals().at(-1)?.payload.blocks ?? []
      const [bucket] = page.filter(({ block_id }) => block_id === 'source.bucket')
      expect(bucket?.element).toMatchObject({ type: 'external_select' })
      expect(person.entries()).toMatchObject({ 'source.cloud': 'AWS', 'source.key': 'photos-read' })
    } finally {
      await stage.stop()
    }
  })
})
