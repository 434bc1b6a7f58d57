import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import { createMovableClock } from './movable-clock.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, createStage, type Stage } from './stage.ts'
import { until } from './until.ts'

/** Each test has its own person, channel and task, and each fault affects that channel only. */
describe('when Slack has a problem', { concurrent: true }, () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage()
  })
  afterAll(() => stage.stop())

  const watch = async (person: Person, id: string) => {
    stage.addTask({ id, sourceBucket: 'photos' })
    await person.types(`watch ${id}`)
  }
  const cardIn = (person: Person) => until('the card', () => forAll(person)[0])
  const posts = (person: Person) => stage.slackCalls('chat.postMessage', person.channel)
  const direct = (person: Person) => person.messages(directMessageOf(person))

  test('and asks Ferry to wait, Ferry waits and then posts once', async () => {
    const person = stage.newcomer()
    stage.spoil('chat.postMessage', { kind: 'rate_limited', retry_after: 1 }, { channel: person.channel })
    await watch(person, '510000000000001')
    await cardIn(person)
    const [refused, posted, ...more] = posts(person)
    expect(Number(posted?.at) - Number(refused?.at)).toBeGreaterThanOrEqual(990)
    expect(more).toEqual([])
  })

  test('and the connection breaks after Slack took the message, Ferry finds it and posts nothing twice', async () => {
    const person = stage.newcomer()
    stage.spoil('chat.postMessage', { kind: 'cut_after' }, { channel: person.channel })
    await watch(person, '512000000000001')
    const card = await cardIn(person)
    // An edit proves that Ferry knows which message is its card.
    await until('the message to be found', () => stage.slackCalls('conversations.history', person.channel).length > 0)
    stage.cloud.finishTask('512000000000001')
    await until('the end in the thread', () => forAll(person).some(({ thread_ts }) => thread_ts === card.ts))
    await until('the card to be edited', () => cardText(person).includes('*Succeeded*'))
    expect(forAll(person).filter(({ metadata }) => metadata !== undefined)).toHaveLength(2)
    expect(posts(person)).toHaveLength(2)
  })

  test('and Ferry is removed from a channel, the owner is told once, and inviting Ferry back repairs it', async () => {
    const person = stage.newcomer()
    await watch(person, '513000000000001')
    await cardIn(person)
    await stage.act('channel', { action: 'kick', channel: person.channel })
    stage.cloud.finishTask('513000000000001')
    const notice = await until('the direct message', () => direct(person)[0])
    expect(readingOf(notice)).toContain(`<#${person.channel}>`)
    expect(readingOf(notice)).toContain('/invite @Ferry')
    await person.types('watches')
    expect(readingOf(notice)).not.toContain('not_in_channel')
    await person.hears('Ferry can’t post there. Ferry is not in the channel.')

    await stage.act('channel', { action: 'invite', channel: person.channel })
    await until('the end', () => forAll(person).some((message) => readingOf(message).includes('*Succeeded: ')))
    expect(forAll(person).filter(({ is_broadcast }) => is_broadcast)).toHaveLength(1)
    expect(direct(person)).toHaveLength(1)
  })

  test('and a channel is archived, Ferry leaves it alone until it is back', async () => {
    const [person, other] = [stage.newcomer(), stage.newcomer()]
    stage.addTask({ id: '514000000000001', sourceBucket: 'photos' })
    await person.types(`watch 514000000000001 <#${other.channel}>`)
    await cardIn(other)
    await stage.act('channel', { action: 'archive', channel: other.channel })
    stage.cloud.finishTask('514000000000001')
    const notice = await until('the direct message', () => direct(person)[0])
    expect(readingOf(notice)).toContain('The channel is archived.')
    await stage.act('channel', { action: 'unarchive', channel: other.channel })
    await until('the end', () => forAll(other).some((message) => readingOf(message).includes('*Succeeded: ')))
    expect(direct(person)).toHaveLength(1)
  })

  test('and does not find a channel, the owner is told, and the watch stays', async () => {
    const person = stage.newcomer()
    const gone = { kind: 'error', error: 'channel_not_found' } as const
    stage.spoil('chat.postMessage', gone, { channel: person.channel })
    await watch(person, '515000000000001')
    await until('the direct message', () => direct(person)[0])
    await person.types('watches')
    await person.hears('Slack can’t find the channel')
  })

  test.each([
    ['missing_scope', 'lacks a permission'],
    ['restricted_action_read_only_channel', 'posting permissions'],
    ['ekm_access_denied', 'restricted what apps can do'],
  ])('and refuses with %s, the owner learns what it means and is not told to invite Ferry', async (error, words) => {
    const person = stage.newcomer()
    const id = `52000000000${stage.slack.world.serial}`
    stage.spoil('chat.postMessage', { kind: 'error', error }, { channel: person.channel })
    await watch(person, id)
    const notice = readingOf(await until('the direct message', () => direct(person)[0]))
    expect(notice).not.toContain(error)
    expect(notice).toContain(words)
    expect(notice).not.toContain('/invite')
    await person.types('watches')
    await person.hears(words)
  })

  test('and a channel is archived, a person who wants to watch there is told so', async () => {
    const [person, other] = [stage.newcomer(), stage.newcomer()]
    stage.addTask({ id: '517000000000001', sourceBucket: 'photos' })
    await stage.act('channel', { action: 'archive', channel: other.channel })
    await person.types(`watch 517000000000001 <#${other.channel}>`)
    const answer = readingOf(await person.hears('The channel is archived.'))
    expect(answer).toContain('Unarchive it')
  })

  test('and somebody deletes a card, Ferry posts it again', async () => {
    const person = stage.newcomer()
    await watch(person, '516000000000001')
    const card = await cardIn(person)
    stage.spoil('chat.update', { kind: 'error', error: 'message_not_found' }, { channel: person.channel })
    stage.cloud.finishTask('516000000000001')
    await until('another card', () => cards(person).find(({ ts }) => ts > card.ts))
    expect(cards(person)).toHaveLength(2)
  })
})

test('if Slack answers 500, Ferry looks for the message for as long as it may still appear, and posts again', async ({
  onTestFinished,
}) => {
  const clock = createMovableClock()
  const stage = await createReadyStage({ ferryClock: clock })
  onTestFinished(stage.stop)
  const engineer = stage.person()
  const posts = () => stage.slackCalls('chat.postMessage', engineer.channel)
  const looks = () => stage.slackCalls('conversations.history', engineer.channel)
  stage.spoil('chat.postMessage', { kind: 'status', status: 500 }, { channel: engineer.channel })
  const id = stage.addTask({ id: '511000000000001', sourceBucket: 'photos' })
  await engineer.types(`watch ${id}`)
  await until('the refused post', () => posts().length === 1)
  for (const [index, passedMs] of [5000, 10_000, 20_000].entries()) {
    expect(posts()).toHaveLength(1)
    clock.advance(passedMs)
    await until('a look', () => looks().length > index)
  }
  await until('the card', () => forAll(engineer)[0])
  expect(posts()).toHaveLength(2)
  expect(forAll(engineer)).toHaveLength(1)
})

test.concurrent('without a socket, Ferry is not ready, and it reconnects even if Slack is down for a while', async ({
  onTestFinished,
}) => {
  const stage = await createStage()
  onTestFinished(stage.stop)
  const ask = async (path: string) => {
    const answer = await fetch(`${stage.metricsUrl}${path}`)
    return { status: answer.status, text: await answer.text() }
  }
  // Many failures in a row: giving up here would end the process.
  stage.spoil('apps.connections.open', { kind: 'status', status: 503 }, { times: 3 })
  await stage.act('socket', { action: 'drop' })
  await until('it to be not ready', async () => (await ask('/readyz')).status === 503)
  expect(JSON.parse((await ask('/details')).text).checks).toContainEqual({
    name: 'slack',
    ok: false,
    detail: 'not connected',
  })
  expect((await ask('/metrics')).text).toContain('ferry_slack_sockets_up 0\n')
  await until('a new socket', async () => (await ask('/readyz')).status === 200)
  const engineer = stage.person()
  await engineer.types('help')
  await engineer.hears('Ferry runs bucket-to-bucket migrations')
})

describe('if the usual way to answer fails', () => {
  let stage: Stage
  let engineer: Person
  beforeAll(async () => {
    stage = await createStage()
    engineer = stage.person()
  })
  afterAll(() => stage.stop())

  test('because the response_url does not work, the person still gets the answer, and nobody else does', async () => {
    stage.spoil('response_url', { kind: 'status', status: 500 })
    await engineer.types('accounts')
    expect(await engineer.hears('No cloud account is connected yet')).toMatchObject({ only_for: 'U0ENGINEER' })
    expect(stage.slackCalls('chat.postEphemeral')).toHaveLength(1)
  })

  test('because the channel does not work either, the answer comes as a direct message', async () => {
    stage.spoil('response_url', { kind: 'error', error: 'used_url' })
    stage.spoil('chat.postEphemeral', { kind: 'error', error: 'channel_not_found' })
    await engineer.types('accounts')
    await engineer.hears('No cloud account is connected yet', directMessageOf(engineer))
  })

  test('because Slack does not open a form, the person is told so', async () => {
    stage.spoil('views.open', { kind: 'error', error: 'expired_trigger_id' })
    await engineer.types('connect')
    const answer = await engineer.hears('This needs a form.')
    await engineer.presses('Open the form', answer)
    await engineer.faces('Connect Huawei Cloud OMS')
  })
})

function forAll(person: Person): Message[] {
  return person.messages().filter(({ only_for }) => only_for === undefined)
}

/** Messages in the channel itself, outside threads. */
function cards(person: Person): Message[] {
  return forAll(person).filter(({ thread_ts, ts }) => thread_ts === undefined || thread_ts === ts)
}

function cardText(person: Person): string {
  const [card] = forAll(person)
  return card === undefined ? '' : readingOf(card)
}

/** The local Slack's id of a person's direct message with Ferry. */
function directMessageOf({ id }: Person): string {
  return `D0LOCAL${id.slice(1)}`
}
