import { expect, test } from 'vitest'
import { brokenPauseMs, nextStep } from '../../src/send/thread/next-step.ts'
import type { Channel, Lane, News, OutboxEntry, Receipt, Watch } from '../../src/store/store.ts'

const now = 1_000_000_000
const watch: Watch & { stop: string } = {
  id: 'w',
  account: 'a',
  kind: 'task',
  migrationId: '1',
  channel: 'C1',
  createdBy: 'U1',
  createdAt: 5,
  stop: 'unwatch a/1',
}

function entry(seq: number, lane: Lane): OutboxEntry {
  const message = { text: `entry ${seq}`, blocks: [{ type: 'section' }] }
  return { seq, lane, place: 'thread', deliveryKey: `k${seq}`, message, decidedAt: now }
}

function seen(...outbox: OutboxEntry[]): News {
  const card = { message: { text: 'card', blocks: [{ type: 'section' }] }, hash: 'new' }
  return { card, outbox, nextSeq: 100 }
}

function accepted(changes: Partial<Receipt> = {}): Receipt {
  return { cardTs: '1.1', cardHash: 'new', deliveredSeq: 0, ...changes }
}

const brokenAt = (triedAt: number) => ({ reason: 'not_in_channel', since: 0, triedAt, wasOwnerTold: true })
const noCard: News = { outbox: [entry(1, 'end')], nextSeq: 2 }

type State = { news?: News; receipt?: Receipt } & Pick<Channel, 'broken'>

const table: [what: string, state: State, step: object | undefined][] = [
  ['nothing seen yet', {}, undefined],
  ['no card yet: there is no thread to say it in', { news: noCard }, undefined],
  [
    'a card that Slack has not',
    { news: seen() },
    { type: 'post', urgency: 'card', deliveryKey: 'w#5#card', what: { type: 'card', hash: 'new' } },
  ],
  [
    'a card with news to follow',
    { news: seen(entry(1, 'end')) },
    { type: 'post', what: { type: 'card' }, urgency: 'end' },
  ],
  ['everything is there', { news: seen(), receipt: accepted() }, undefined],
  [
    'an edit',
    { news: seen(), receipt: accepted({ cardHash: 'old' }) },
    { type: 'edit card', urgency: 'progress', ts: '1.1', hash: 'new' },
  ],
  [
    'entries before the edit',
    { news: seen(entry(1, 'progress')), receipt: accepted({ cardHash: 'old' }) },
    { type: 'post', deliveryKey: 'k1', what: { type: 'reply', threadTs: '1.1', seq: 1 } },
  ],
  [
    'entries in their order',
    { news: seen(entry(1, 'progress'), entry(2, 'end')), receipt: accepted() },
    { type: 'post', what: { type: 'reply', seq: 1 } },
  ],
  [
    'history that an end waits behind is as urgent as the end',
    { news: seen(entry(1, 'progress'), entry(2, 'end')), receipt: accepted() },
    { type: 'post', urgency: 'end', what: { type: 'reply', seq: 1 } },
  ],
  [
    'only what is undelivered',
    { news: seen(entry(1, 'end'), entry(2, 'progress')), receipt: accepted({ deliveredSeq: 1 }) },
    { type: 'post', urgency: 'progress', what: { type: 'reply', seq: 2 } },
  ],
  ['delivered to the end', { news: seen(entry(1, 'end')), receipt: accepted({ deliveredSeq: 1 }) }, undefined],
  ['broken a moment ago', { news: seen(), broken: brokenAt(now - brokenPauseMs + 1) }, undefined],
  [
    'broken a while ago',
    { news: seen(), broken: brokenAt(now - brokenPauseMs) },
    { type: 'post', what: { type: 'card' } },
  ],
  [
    'broken before the clock was set back',
    { news: seen(), broken: brokenAt(now + 1) },
    { type: 'post', what: { type: 'card' } },
  ],
  [
    'an entry that Slack cannot show: its text',
    { news: seen(entry(1, 'end')), receipt: accepted({ textOnly: 'k1' }) },
    { type: 'post', message: { text: 'entry 1', blocks: [] } },
  ],
  [
    'a card that Slack cannot show: its text',
    { news: seen(), receipt: { deliveredSeq: 0, textOnly: 'new' } },
    { type: 'post', what: { type: 'card' }, message: { text: 'card', blocks: [] } },
  ],
  [
    'the next card is tried with its blocks again',
    { news: seen(), receipt: accepted({ cardHash: 'old', textOnly: 'old' }) },
    { type: 'edit card', message: { blocks: [{ type: 'section' }] } },
  ],
]

test.each(table)('%s', (_what, { broken, ...state }, step) => {
  const channel = { begun: {}, ...(broken && { broken }) }
  const next = nextStep(watch, { ...state, channel, now })
  if (step === undefined) expect(next).toBeUndefined()
  else expect(next).toMatchObject(step)
})

test.each([
  ['card', undefined, 'w#5#card'],
  ['message', accepted(), 'k1'],
])('a %s whose post was begun is looked up first', (_what, receipt, key) => {
  const channel = { begun: { [key]: { at: now } } }
  const state = { news: seen(entry(1, 'end')), ...(receipt && { receipt }), channel, now }
  expect(nextStep(watch, state)).toMatchObject({ type: 'look up', deliveryKey: key })
})

test('nothing is sent where it is not known what was', () => {
  const receipt: Receipt = { deliveredSeq: 0, isLost: true }
  expect(nextStep(watch, { news: seen(entry(1, 'end')), receipt, channel: { begun: {} }, now })).toBeUndefined()
})
