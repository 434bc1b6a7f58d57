import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueTrigger } from '../../playground/slack/trigger.ts'
import { clientOf } from '../playground/slack/stand.ts'
import type { Person } from './person.ts'
import { isOnlyFor, readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const buckets = [{ name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000, objects: 40 }]

describe('a control that is pressed too late', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode: 'http', account: { buckets } })
  })
  afterAll(() => stage.stop())

  /** Slack opens no page any more for the act that comes next, however often Ferry asks. */
  const expire = (method: 'views.open' | 'views.push') =>
    stage.spoil(method, { kind: 'error', error: 'expired_trigger_id' }, { times: 2 })
  const direct = ({ id }: Person) => `D0LOCAL${id.slice(1)}`
  const calm = () => stage.slack.world.faults.splice(0)

  test('on a card leads to its form by one more press, and only who pressed it sees that', async () => {
    const person = stage.newcomer()
    const id = '530000000000001'
    stage.addTask({ id, sourceBucket: 'needs-keys', status: 4 })
    await person.types(`status ${id}`)
    const card = await person.hears('needs-keys')
    expire('views.open')
    await person.presses('Restart', card)
    const answer = await person.learns('This needs a form.')
    expect(isOnlyFor(answer, person.id)).toBe(true)
    calm()
    await person.presses('Open the form', answer)
    expect(readingOf(await person.faces('needs-keys'))).toContain('key')
    expect(stage.cloudCalls(`/${id}/start`)).toEqual([])
  })

  test.each([
    [
      'on the home tab',
      async (person: Person) => void (await person.presses('New migration', await person.opensHome())),
    ],
    ['in the menu of shortcuts', async (person: Person) => void (await person.uses('new_migration'))],
  ])('%s leads to its form from the direct messages', async (_, press) => {
    const person = stage.newcomer()
    expire('views.open')
    await press(person)
    const answer = await person.hears('This needs a form.', direct(person))
    calm()
    await person.presses('Open the form', answer)
    await person.faces('a task of')
  })

  test('in an open form leaves that form and its answers as they are', async () => {
    const person = stage.newcomer()
    await person.types('create')
    const page = await person.faces('a task of')
    await person.answers('source.cloud', 'AWS', page)
    const next = await until('the next page', () => person.modals().find((one) => one.hash !== page.hash))
    expire('views.push')
    await person.presses('Add a key', next)
    const answer = await person.hears('This needs a form.')
    expect(person.modals()).toHaveLength(1)
    expect(person.entries()['source.cloud']).toBe('AWS')
    calm()
    await person.presses('Open the form', answer)
    await person.faces('Add a storage key')
  })

  test('turns to a page that is there no more, says so, and leads back to the first', async () => {
    const person = stage.newcomer()
    const patterns = Array.from({ length: 11 }, (_, index) => `turned-${index}-*`)
    for (const pattern of patterns) {
      await person.types(`owner bucket ${pattern} <@${person.id}>`)
      await person.hears('is called from now on')
    }
    await person.types('owner')
    const first = await person.hears('page 1 of 2')
    await person.types('owner bucket turned-0-* none')
    await person.hears('Nobody is named')
    await person.presses('Next', first)
    const beyond = await person.hears('There is nothing on this page.')
    await person.presses('First page', beyond)
    await person.hears('turned-1-*')
  })

  test('types a command of an older version, which does what it did', async () => {
    const person = stage.newcomer()
    const id = '532000000000001'
    stage.addTask({ id, sourceBucket: 'from-before' })
    await person.types(`watch ${id}`)
    await person.hears(`Watching \`prod-hw/${id}\``)
    const card = await postAsBefore(person, {
      Refresh: `status prod-hw/${id} --live`,
      'Add and type more': 'create --draft 0123456789abcdef --step source --names more',
      Approve: 'approve r-0000aa --hash 0123456789abcdef',
      Retry: 'retry --group group:C1#1 --source photos-read',
      Gone: `inspect prod-hw/${id}`,
    })
    await person.presses('Refresh', card)
    await person.hears('The card is up to date')
    await person.presses('Add and type more', card)
    await person.learns('has expired')
    await person.presses('Approve', card)
    await person.learns('There is no request')
    await person.presses('Retry', card)
    await person.learns('Ferry no longer knows which migrations this message was about')
    await person.presses('Gone', card)
    await person.learns('Ferry does not know `inspect`')
  })

  test.each([
    ['a command that is not there any more', { command: 'inspect prod-hw/530000000000001', channel: 'C0MIGRATIONS' }],
    ['no command that Ferry can read', { verb: 'connect' }],
  ])('sends a form of another version with %s, and keeps what was typed into it', async (_, memo) => {
    const person = stage.newcomer()
    await openAsBefore(person, memo)
    const { errors } = await person.sends(await person.faces('An older form'), { Reason: 'a long text' })
    expect(errors).toEqual({
      reason: expect.stringContaining('Copy what you typed, close the form and open it again.'),
    })
    expect(person.entries()).toEqual({ reason: 'a long text' })
  })

  test('in an open form of another version is answered on top of that form', async () => {
    const person = stage.newcomer()
    await openAsBefore(person, { command: 'inspect prod-hw' })
    await person.presses('More', await person.faces('An older form'))
    await person.faces('Ferry does not know `inspect`')
    expect(person.modals().map(readingOf)).toEqual([expect.stringContaining('An older form'), expect.anything()])
  })

  test('answers a question of a form that Ferry cannot read, and the form stays as it is', async () => {
    const person = stage.newcomer()
    await openAsBefore(person, { verb: 'connect' })
    const form = await person.faces('An older form')
    expect(await person.answers('reason', 'a text', form)).toMatchObject({ acknowledged: true })
    await person.types('accounts')
    await person.hears('prod-hw')
    expect(person.modals()).toEqual([form])
  })

  /** Opens a form as another version of Ferry might have, with a button that would take its place. */
  async function openAsBefore(person: Person, memo: object): Promise<void> {
    const words = (text: string) => ({ type: 'plain_text' as const, text })
    const more = { type: 'button' as const, action_id: 'swap.more', text: words('More'), value: 'inspect prod-hw' }
    const element = { type: 'plain_text_input' as const, action_id: 'answer' }
    const question = { type: 'input' as const, block_id: 'reason', label: words('Reason'), element }
    const origin = { team_id: 'T0LOCAL', user_id: person.id, channel_id: person.channel }
    await clientOf(stage.slack).views.open({
      trigger_id: issueTrigger(stage.slack.world, origin),
      view: {
        ...{ type: 'modal', callback_id: 'form', private_metadata: JSON.stringify(memo) },
        ...{ title: words('An older form'), submit: words('Send') },
        blocks: [
          { ...question, dispatch_action: true },
          { type: 'actions', elements: [more] },
        ],
      },
    })
  }

  /** A message as Ferry posted it once, with buttons that type these commands. */
  async function postAsBefore(person: Person, commands: Record<string, string>) {
    const elements = Object.entries(commands).map(([label, value], index) => ({
      type: 'button' as const,
      action_id: `run.${index}`,
      text: { type: 'plain_text' as const, text: label },
      value,
    }))
    const blocks = [{ type: 'actions' as const, elements }]
    await clientOf(stage.slack).chat.postMessage({ channel: person.channel, text: 'An older card', blocks })
    return until('the older card', () => person.messages().find(({ text }) => text === 'An older card'))
  }
})
