import { describe, expect, test } from 'vitest'
import { withoutBegun } from '../../src/send/channels.ts'
import { createBegins, lookUp, postOnce } from '../../src/send/thread/post-once.ts'
import type { Channel } from '../../src/store/store.ts'
import { createPostOffice, type PostOffice } from './post-office.ts'

const order = { workspace: 'T1', channel: 'C1', deliveryKey: 'k1', message: { text: 'over', blocks: [] } }

function postingOf({ slack, clock, ...office }: PostOffice) {
  const begins = createBegins({ now: clock.now, time: clock })
  return { wire: slack.wire, clock, slackNow: clock.now, begins, channels: office.threads().channels, onCall() {} }
}

async function begin(office: PostOffice, begun: Partial<Channel['begun'][string]> = {}) {
  const posting = postingOf(office)
  const noted = { k1: { at: office.clock.now(), ...begun } }
  await posting.channels.change('C1', (before) => ({ ...before, begun: noted }))
  return posting
}

const begunIn = async ({ workspace }: PostOffice) => (await workspace.channels.get('C1'))?.begun

test('the intention is written down before Slack is asked', async () => {
  const office = createPostOffice()
  const { post } = office.slack.wire
  let atPost: Channel['begun'] | undefined
  office.slack.wire.post = async (each) => {
    atPost = await begunIn(office)
    return post(each)
  }
  await postOnce(order, postingOf(office))
  expect(atPost).toEqual({ k1: { at: office.clock.now(), text: expect.any(String) } })
})

test.each(['unreachable', { retryAfterMs: 1000 }, { refuse: 'not_in_channel' }] as const)(
  'when Slack certainly posted nothing (%j), nothing has to be looked up',
  async (fault) => {
    const office = createPostOffice()
    office.slack.faults.push({ method: 'post', fault })
    await expect(postOnce(order, postingOf(office))).rejects.toThrow()
    expect(await begunIn(office)).toEqual({})
  },
)

describe('a post that was begun', () => {
  test('is looked up no sooner than Slack’s history can show it', async () => {
    const office = createPostOffice()
    const ts = await office.slack.wire.post(order)
    const posting = await begin(office)
    await office.clock.advance(1000)
    expect(await lookUp(order, posting)).toEqual({ type: 'too early', afterMs: 4000 })
    await office.clock.advance(4000)
    expect(await lookUp(order, posting)).toEqual({ type: 'found', ts })
    expect(office.slack.calls.map(({ call }) => call)).toEqual(['post C1', 'find C1'])
  })

  test('and is not there may be posted', async () => {
    const office = createPostOffice()
    const posting = await begin(office)
    await office.clock.advance(5000)
    expect(await lookUp(order, posting)).toEqual({ type: 'go on', afterMs: 10_000 })
    await office.clock.advance(30_000)
    expect(await lookUp(order, posting)).toEqual({ type: 'not there' })
    expect(await begunIn(office)).toEqual({})
  })

  test('is looked for page by page, and the place is kept', async () => {
    const office = createPostOffice()
    await begin(office)
    await office.clock.advance(5000)
    const asked: (string | undefined)[] = []
    office.slack.wire.find = async ({ cursor }) => {
      asked.push(cursor)
      return cursor === 'page 3'
        ? { found: [{ ts: '1.5', text: '', isAnswered: false }] }
        : { next: cursor === undefined ? 'page 2' : 'page 3' }
    }
    expect(await lookUp(order, postingOf(office))).toEqual({ type: 'go on', afterMs: 0 })
    // Each call may be another process: the place is in the store.
    expect(await lookUp(order, postingOf(office))).toEqual({ type: 'go on', afterMs: 0 })
    expect(await lookUp(order, postingOf(office))).toEqual({ type: 'found', ts: '1.5' })
    expect(asked).toEqual([undefined, 'page 2', 'page 3'])
  })

  test('is sought after what Slack had accepted before, whatever the clocks say', async () => {
    const office = createPostOffice()
    const at = office.clock.now()
    const posting = await begin(office, { after: `${(at - 2000) / 1000}` })
    await office.clock.advance(5000)
    let since = 0
    office.slack.wire.find = async ({ sinceMs }) => {
      since = sinceMs
      return {}
    }
    await lookUp(order, posting)
    expect(since).toBe(at - 2000)
  })
})

test('a post that is settled already is settled once', () => {
  const channel: Channel = { channel: 'C1', receipts: {}, begun: {} }
  expect(withoutBegun(channel, 'k1')).toBe(channel)
})

test('a post that was begun before the clock was set back is looked up at once', async () => {
  const office = createPostOffice()
  const posting = await begin(office, { at: office.clock.now() + 3_600_000 })
  expect(await lookUp(order, posting)).toEqual({ type: 'not there' })
})
