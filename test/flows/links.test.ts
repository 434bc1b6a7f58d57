import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connected } from '../../playground/slack/companies.ts'
import { manifestFile } from '../../playground/slack/manifest.ts'
import type { Message, Pane } from '../../playground/slack/protocol.ts'
import { createMovableClock } from './movable-clock.ts'
import type { Person } from './person.ts'
import { controlIn, readingOf } from './reading.ts'
import { connectAccount } from './setup.ts'
import { createStage, modes, type Stage, type StageOptions } from './stage.ts'
import { until } from './until.ts'

const withWorkObjects = { environment: { WORK_OBJECTS: 'on' } }

function linkTo(id: string, host = 'console.huaweicloud.com'): string {
  return `https://${host}/oms/?region=cn-north-4#/oms/taskDetail?taskId=${id}`
}

/** Opens a stage with an account whose failed task Ferry knows. */
async function open(options: StageOptions, id: string): Promise<{ stage: Stage; person: Person }> {
  const stage = await createStage(options)
  const person = stage.person()
  await connectAccount(person, stage.cloudUrl)
  await know(stage, person, id)
  return { stage, person }
}

async function know(stage: Stage, person: Person, id: string): Promise<void> {
  stage.addTask({ id, sourceBucket: `source-${id.at(-1)}` })
  stage.cloud.failTask(id, 'TRF.0055')
  await person.types(`status ${id}`)
  await person.hears(`source-${id.at(-1)} → archive`)
}

/** Ferry's previews of links below a message. */
function shownBelow(stage: Stage, { channel, ts }: Message) {
  return stage.slack.world.messages.get(channel)?.find((message) => message.ts === ts)?.unfurls ?? []
}

function pane(stage: Stage, person: Person): Pane | undefined {
  return stage.slack.world.panes.get(person.id)
}

/** Waits until Ferry has dealt with everything that Slack has sent: it answers in order. */
async function settled(stage: Stage, person: Person): Promise<void> {
  const links = stage.slack.world.sentEvents.length
  await until('the events to arrive', () =>
    stage.slack.world.sentEvents.slice(0, links).every((one) => one.acknowledged),
  )
  await person.types('help')
  await person.hears('/migrate')
}

describe.each(modes)('a link to a cloud’s console, over %s', (mode) => {
  let stage: Stage
  let person: Person
  beforeAll(async () => {
    ;({ stage, person } = await open({ mode, ...withWorkObjects }, '430000000000001'))
  })
  afterAll(() => stage.stop())

  test('shows the migration as a Work Object, whose pane and buttons answer the person who uses them', async () => {
    const message = await person.writes(`Is <${linkTo('430000000000001')}|this> done?`)
    const shown = await until('the Work Object', () => shownBelow(stage, message)[0]?.entity)
    for (const words of ['source-1 → archive', 'Failed', 'has reached its storage quota', 'prod-hw'])
      expect(JSON.stringify(shown)).toContain(words)

    const { ts: message_ts, channel } = message
    await stage.act('pane', { user: person.id, channel, message_ts, url: linkTo('430000000000001') })
    const opened = await until('the pane', () => pane(stage, person)?.entity)
    expect(opened).toMatchObject({ external_ref: { id: 'prod-hw/430000000000001' } })
    const action = { user: person.id, channel, action_id: 'run.watch-here' }
    await stage.act('click', { ...action, pane: true })
    await person.hears('Watching')
    await stage.act('click', { ...action, message_ts, action_id: 'run.open' })
    await person.hears('What to do')
  })
})

describe('a link to a cloud’s console', () => {
  let stage: Stage
  let person: Person
  const clock = createMovableClock()
  beforeAll(async () => {
    ;({ stage, person } = await open({ ferryClock: clock, ...withWorkObjects }, '431000000000001'))
    for (const id of ['431000000000002', '431000000000003']) await know(stage, person, id)
  })
  afterAll(() => stage.stop())

  test('is shown once in half an hour in a channel', async () => {
    const link = linkTo('431000000000001')
    const first = await person.writes(link)
    await until('the first', () => shownBelow(stage, first)[0])
    const second = await person.writes(link)
    await settled(stage, person)
    expect(shownBelow(stage, second)).toEqual([])
    const elsewhere = stage.newcomer()
    const third = await elsewhere.writes(link)
    await until('the one elsewhere', () => shownBelow(stage, third)[0])
    clock.advance(31 * 60_000)
    const fourth = await person.writes(link)
    await until('the one after half an hour', () => shownBelow(stage, fourth)[0])
  })

  test('is not shown beside two others, of another host, or without a migration that Ferry knows', async () => {
    const ids = ['431000000000001', '431000000000002', '431000000000003']
    const host = stage.newcomer()
    const messages = [
      await host.writes(ids.map((id) => linkTo(id)).join(' ')),
      await host.writes(linkTo('431000000000002', 'console.example.com')),
      await host.writes(linkTo('431999999999999')),
    ]
    await settled(stage, host)
    expect(messages.map((message) => shownBelow(stage, message))).toEqual([[], [], []])
    expect(stage.slackCalls('chat.unfurl', host.channel)).toEqual([])
  })

  test('is not shown in a channel to which nobody has invited Ferry', async () => {
    const host = stage.newcomer()
    const members = stage.slack.world.channels.get(host.channel)?.members ?? []
    members.splice(1)
    await host.writes(linkTo('431000000000002'))
    await settled(stage, person)
    expect(stage.slackCalls('chat.unfurl', host.channel)).toEqual([])
  })

  test('opens a pane that says so once nothing is known of the migration', async () => {
    const host = stage.newcomer()
    const message = await host.writes(linkTo('431000000000003'))
    const shown = await until('the Work Object', () => shownBelow(stage, message)[0])
    const gone = { url: linkTo('431888888888888'), external_ref: { id: 'prod-hw/431888888888888' } }
    Object.assign(shown.entity ?? {}, gone)
    const { ts: message_ts, channel } = message
    await stage.act('pane', { user: host.id, channel, message_ts, url: linkTo('431000000000003') })
    const error = await until('the answer', () => pane(stage, host)?.error)
    expect(error.message).toContain('does not know this migration any more')
  })
})

describe('a link', () => {
  let stage: Stage
  afterEach(() => stage.stop())
  const id = '432000000000001'

  test.each(['ignored', 'warned', 'refused'] as const)(
    'is shown as blocks where the app has no Work Objects, if Slack answers them with: %s',
    async (workObjects) => {
      // Where Slack ignores them in silence, the operator leaves them off.
      const environment = workObjects === 'ignored' ? {} : withWorkObjects.environment
      const opened = await open({ environment, slack: { readings: { workObjects } } }, id)
      ;({ stage } = opened)
      const { person } = opened
      const message = await person.writes(linkTo(id))
      const { blocks, entity } = await until('the blocks', () => shownBelow(stage, message)[0])
      expect(entity).toBeUndefined()
      expect(readingOf({ text: '', blocks })).toContain('has reached its storage quota')
      const place = { user: person.id, channel: message.channel, message_ts: message.ts }
      await stage.act('click', { ...place, ...controlIn({ text: '', blocks }, 'Watch here') })
      await person.hears('Watching')
    },
  )

  test('shows nothing in a channel that is shared with another company, nor its pane to people from there', async () => {
    const opened = await open({ ...withWorkObjects, slack: connected }, id)
    ;({ stage } = opened)
    for (const user of ['U0ENGINEER', 'U9PARTNER']) await stage.person(user, 'C0SHARED').writes(linkTo(id))
    await settled(stage, opened.person)
    expect(stage.slackCalls('chat.unfurl')).toEqual([])

    const message = await opened.person.writes(linkTo(id))
    await until('the Work Object', () => shownBelow(stage, message)[0])
    const { channel, ts: message_ts } = message
    stage.slack.world.channels.get(channel)?.members.push('U9PARTNER')
    await stage.act('pane', { user: 'U9PARTNER', channel, message_ts, url: linkTo(id) })
    const { error, entity } = await until('the answer', () => {
      const shown = pane(stage, stage.person('U9PARTNER', channel))
      return shown?.error === undefined && shown?.entity === undefined ? undefined : shown
    })
    expect(entity).toBeUndefined()
    expect(error?.message).toContain('Only members of this workspace')
  })

  test('needs scopes without which Ferry starts, and its admins hear of them once', async () => {
    const manifest = manifestFile()
    const { scopes } = manifest.oauth_config
    scopes.bot = scopes.bot.filter((scope) => !scope.startsWith('links:'))
    stage = await createStage({ slack: { manifest } })
    const admin = stage.person('U0ENGINEER')
    const notices = () =>
      [...stage.slack.world.messages.values()].flat().filter(({ text }) => text.includes('links:read'))
    await until('the notice', () => notices().length > 0)
    expect(notices()[0]?.text).toContain('Everything else works')
    await connectAccount(admin, stage.cloudUrl)
    await know(stage, admin, id)
    await admin.writes(linkTo(id))
    await settled(stage, admin)
    expect(stage.slackCalls('chat.unfurl')).toEqual([])
  })
})
