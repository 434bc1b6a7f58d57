import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { FaultRequest } from '../../playground/slack/protocol.ts'
import type { LocalSlack } from '../../playground/slack/server.ts'
import { AppError } from '../../src/errors/errors.ts'
import type { Lost } from '../../src/send/wire.ts'
import { createWire, type SlackWire } from '../../src/slack/client/wire.ts'
import type { OutgoingMessage } from '../../src/store/store.ts'
import { eventually } from '../eventually.ts'
import { freePort, messagesIn, startSlack, tokenOf } from '../playground/slack/stand.ts'
import { startServer } from '../providers/local-server.ts'

const workspace = 'T0LOCAL'
const channel = 'C0MIGRATIONS'
const place = { workspace, channel }
/** A busy machine may take its time, except where nothing comes anyway. */
const timeoutMs = 60_000
const shortMs = 800
const minuteMs = 60_000

type Desk = {
  slack: LocalSlack
  wire: SlackWire
  /** Does not wait long for an answer that will not come in time. */
  wireFor(fault: FaultRequest['fault']): SlackWire
  calls(): string[]
  spoil(fault: FaultRequest['fault'], method?: string): void
}

async function openDesk(): Promise<Desk> {
  const slack = await startSlack()
  const parts = { slackApiUrl: slack.apiUrl, tokenOf: async (team: string) => tokenOf(slack, team) }
  const wire = createWire({ ...parts, timeoutMs })
  const hasty = createWire({ ...parts, timeoutMs: shortMs })
  return {
    slack,
    wire,
    wireFor: ({ kind }) => (kind === 'hang' || kind === 'held' ? hasty : wire),
    calls: () => slack.world.calls.map(({ method }) => method).filter((method) => method !== 'auth.test'),
    spoil: (fault, method = '*') => void slack.world.faults.push({ method, times: 1, fault }),
  }
}

function aMessage(text: string): OutgoingMessage {
  return { text, blocks: [{ type: 'divider' }] }
}

function around(at: number) {
  return { sinceMs: at - minuteMs, untilMs: at + minuteMs }
}

/** The AppError with which it fails; the token must be nowhere in it. */
async function failureOf(work: Promise<unknown>, token: string): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${inspect(error)}`)
  const everything = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true })
  expect(everything).not.toContain(token)
  return error
}

const lost = { post: 'slack_outcome_unknown', update: 'slack_unreachable', isPosted: false }
const faults: [fault: FaultRequest['fault'], outcome: { post: string; update: string; isPosted: boolean }][] = [
  [
    { kind: 'rate_limited', retry_after: 7 },
    { post: 'slack_rate_limited', update: 'slack_rate_limited', isPosted: false },
  ],
  [
    { kind: 'error', error: 'rate_limited' },
    { post: 'slack_rate_limited', update: 'slack_rate_limited', isPosted: false },
  ],
  [
    { kind: 'error', error: 'not_in_channel' },
    { post: 'slack_refused', update: 'slack_refused', isPosted: false },
  ],
  [{ kind: 'error', error: 'internal_error' }, lost],
  [{ kind: 'status', status: 500 }, lost],
  [{ kind: 'status', status: 503 }, lost],
  [{ kind: 'hang' }, lost],
  [{ kind: 'garbage' }, lost],
  [{ kind: 'cut_before' }, lost],
  [{ kind: 'cut_after' }, { ...lost, isPosted: true }],
  [
    { kind: 'held', gate: 'too late' },
    { ...lost, isPosted: true },
  ],
]

describe.each(faults)('when Slack answers with %j', (fault, outcome) => {
  test(`a post is ${outcome.post}, and is made once`, async () => {
    const { slack, wireFor, calls, spoil } = await openDesk()
    spoil(fault)
    const order = { ...place, message: aMessage('hello'), deliveryKey: 'k1' }
    const error = await failureOf(wireFor(fault).post(order), tokenOf(slack))
    expect(error.code).toBe(outcome.post)
    if (fault.kind === 'rate_limited') expect(error.details.retryAfterMs).toBe(7000)
    if (fault.kind === 'error' && outcome.post === 'slack_refused') expect(error.details.reason).toBe(fault.error)
    slack.world.gates.open('too late')
    await eventually(() => expect(calls()).toEqual(['chat.postMessage']))
    expect(messagesIn(slack, channel)).toHaveLength(outcome.isPosted ? 1 : 0)
  })

  test(`an edit is ${outcome.update}, and is made once`, async () => {
    const { slack, wire, wireFor, calls, spoil } = await openDesk()
    const ts = await wire.post({ ...place, message: aMessage('hello') })
    spoil(fault)
    const edit = wireFor(fault).update({ ...place, ts, message: aMessage('changed') })
    const error = await failureOf(edit, tokenOf(slack))
    expect(error.code).toBe(outcome.update)
    slack.world.gates.open('too late')
    await eventually(() => expect(calls()).toEqual(['chat.postMessage', 'chat.update']))
  })

  test('a look-up never finds nothing by mistake', async () => {
    const { slack, wire, wireFor, spoil } = await openDesk()
    await wire.post({ ...place, message: aMessage('hello'), deliveryKey: 'k1' })
    spoil(fault)
    const look = wireFor(fault).find({ ...place, deliveryKey: 'k1', ...around(Date.now()) })
    const error = await failureOf(look, tokenOf(slack))
    expect(error.code).toBe(outcome.update)
  })
})

test.each(['OK', '{}', 'null', '[]', '"text"', '{"ok":true}', '{"ok":false,"error":7}', '<html>'])(
  'an answer that is not Slack’s leaves open whether it was posted: %s',
  async (body) => {
    const { url } = await startServer(() => ({ body }))
    const wire = createWire({ slackApiUrl: `${url.href}api/`, tokenOf: async () => 'xoxb-of-nobody', timeoutMs })
    const error = await failureOf(wire.post({ ...place, message: aMessage('hello') }), 'xoxb-of-nobody')
    expect(error.code).toBe('slack_outcome_unknown')
  },
)

describe('a Slack that cannot be reached', () => {
  test('has certainly not posted', async () => {
    const url = `http://127.0.0.1:${await freePort()}/api/`
    const wire = createWire({ slackApiUrl: url, tokenOf: async () => 'xoxb-of-nobody', timeoutMs })
    const post = wire.post({ ...place, message: aMessage('hello') })
    expect((await failureOf(post, 'xoxb-of-nobody')).code).toBe('slack_unreachable')
  })

  test('a workspace without Ferry is refused before anything is sent', async () => {
    const { slack } = await openDesk()
    const tokenMissing = async () => {
      throw new AppError('slack_refused', { method: 'auth', reason: 'not_installed' })
    }
    const wire = createWire({ slackApiUrl: slack.apiUrl, tokenOf: tokenMissing, timeoutMs })
    await expect(wire.post({ ...place, message: aMessage('hello') })).rejects.toThrow('not_installed')
    expect(slack.world.calls).toEqual([])
  })
})

/** Looks through all pages. */
async function findIn({ find }: Pick<SlackWire, 'find'>, lost: Lost): Promise<string | undefined> {
  const { found: [found] = [], next } = await find(lost)
  return found !== undefined || next === undefined ? found?.ts : findIn({ find }, { ...lost, cursor: next })
}

describe('find', () => {
  test('sees its mark in the channel and in a thread, and nothing of anybody else', async () => {
    const { wire } = await openDesk()
    const threadTs = await wire.post({ ...place, message: aMessage('card'), deliveryKey: 'card' })
    const reply = await wire.post({ ...place, threadTs, message: aMessage('reply'), deliveryKey: 'reply' })
    await wire.post({ ...place, message: aMessage('unmarked') })
    const period = around(Date.now())
    expect(await findIn(wire, { ...place, deliveryKey: 'card', ...period })).toBe(threadTs)
    expect(await findIn(wire, { ...place, threadTs, deliveryKey: 'reply', ...period })).toBe(reply)
    expect(await findIn(wire, { ...place, deliveryKey: 'reply', ...period })).toBeUndefined()
    expect(await findIn(wire, { ...place, deliveryKey: 'other', ...period })).toBeUndefined()
  })

  test('sees what is on a later page, in the channel and in a thread', async () => {
    const { slack, wire, calls } = await openDesk()
    const threadTs = await wire.post({ ...place, message: aMessage('card'), deliveryKey: 'card' })
    for (let index = 0; index < 450; index += 1) {
      await wire.post({ ...place, message: aMessage('noise') })
      await wire.post({ ...place, threadTs, message: aMessage('noise') })
    }
    const last = await wire.post({ ...place, threadTs, message: aMessage('last'), deliveryKey: 'last' })
    slack.world.calls.length = 0
    const period = around(Date.now())
    expect(await findIn(wire, { ...place, deliveryKey: 'card', ...period })).toBe(threadTs)
    expect(calls()).toEqual(Array.from({ length: 3 }, () => 'conversations.history'))
    expect(await findIn(wire, { ...place, threadTs, deliveryKey: 'last', ...period })).toBe(last)
    expect(calls().slice(3)).toEqual(Array.from({ length: 3 }, () => 'conversations.replies'))
  })

  test('reads only the time in which it can have been posted, however much was said since', async () => {
    let now = Date.now() - 60 * minuteMs
    const slack = await startSlack({ clock: { now: () => now } })
    const wire = createWire({ slackApiUrl: slack.apiUrl, tokenOf: async () => tokenOf(slack), timeoutMs })
    const begunAt = now
    const ts = await wire.post({ ...place, message: aMessage('card'), deliveryKey: 'card' })
    now += 30 * minuteMs
    for (let index = 0; index < 250; index += 1) await wire.post({ ...place, message: aMessage('noise') })
    slack.world.calls.length = 0
    expect(await findIn(wire, { ...place, deliveryKey: 'card', ...around(begunAt) })).toBe(ts)
    expect(slack.world.calls).toHaveLength(1)
  })
})

describe('what is sent', () => {
  test('a thread reply is shown in the channel too when it is broadcast', async () => {
    const { slack, wire } = await openDesk()
    const threadTs = await wire.post({ ...place, message: aMessage('card') })
    await wire.post({ ...place, threadTs, message: aMessage('history') })
    await wire.post({ ...place, threadTs, isBroadcast: true, message: aMessage('over') })
    const seen = messagesIn(slack, channel).map(({ text, thread_ts, is_broadcast }) => [text, thread_ts, is_broadcast])
    expect(seen).toEqual([
      ['card', threadTs, undefined],
      ['history', threadTs, undefined],
      ['over', threadTs, true],
    ])
  })

  test('an edit keeps the mark, and empty blocks take the old ones away', async () => {
    const { slack, wire } = await openDesk()
    const ts = await wire.post({ ...place, message: aMessage('card'), deliveryKey: 'card' })
    await wire.update({ ...place, ts, message: { text: 'plain', blocks: [] } })
    expect(messagesIn(slack, channel)[0]).toMatchObject({ text: 'plain', blocks: [] })
    expect(await findIn(wire, { ...place, deliveryKey: 'card', ...around(Date.now()) })).toBe(ts)
  })

  test('a person is told in a direct message', async () => {
    const { slack, wire } = await openDesk()
    const channel = await wire.open({ workspace, user: 'U0ENGINEER' })
    await wire.post({ workspace, channel, message: aMessage('broken') })
    const direct = [...slack.world.channels.values()].find((each) => each.is_im)
    expect(channel).toBe(direct?.id)
    expect(messagesIn(slack, channel).map(({ text }) => text)).toEqual(['broken'])
  })

  test('whether Ferry may post in a channel', async () => {
    const { wire } = await openDesk()
    const answers = ['C0MIGRATIONS', 'C0GENERAL', 'C0NOWHERE'].map((id) => wire.canPost({ workspace, channel: id }))
    expect(await Promise.all(answers)).toEqual([true, false, false])
  })
})

test('each workspace is reached with its own token, calls at the same time included', async () => {
  const slack = await startSlack({
    teams: [
      { id: 'T1', name: 'One' },
      { id: 'T2', name: 'Two' },
    ],
    users: [{ id: 'U1', name: 'one', team: 'T1' }],
    channels: [
      { id: 'C1', name: 'one', team: 'T1' },
      { id: 'C2', name: 'two', team: 'T2' },
    ],
  })
  const wire = createWire({ slackApiUrl: slack.apiUrl, tokenOf: async (team) => tokenOf(slack, team), timeoutMs: 5000 })
  const posts = Array.from({ length: 40 }, (_, index) => {
    const team = index % 2 === 0 ? '1' : '2'
    return wire.post({ workspace: `T${team}`, channel: `C${team}`, message: aMessage(`for T${team}`) })
  })
  await Promise.all(posts)
  expect(messagesIn(slack, 'C1').map(({ text }) => text)).toEqual(Array.from({ length: 20 }, () => 'for T1'))
  expect(messagesIn(slack, 'C2').map(({ text }) => text)).toEqual(Array.from({ length: 20 }, () => 'for T2'))
  await expect(wire.post({ workspace: 'T1', channel: 'C2', message: aMessage('astray') })).rejects.toThrow(
    'channel_not_found',
  )
})
