import { expect, test } from 'vitest'
import { postOnce } from '../../src/send/reconcile.ts'
import type { Receipt } from '../../src/store/store.ts'
import { createPostOffice } from './post-office.ts'

const order = { workspace: 'T1', channel: 'C1', deliveryKey: 'k1', message: { text: 'over', blocks: [] } }

function postingOf(office: ReturnType<typeof createPostOffice>, receipt: Receipt) {
  return { wire: office.slack.wire, clock: office.clock, threads: office.threads(), receipt }
}

test('the intention is written down before Slack is asked', async () => {
  const office = createPostOffice()
  const { post } = office.slack.wire
  let atPost: Receipt | undefined
  office.slack.wire.post = async (each) => {
    atPost = await office.workspace.receipts.get('w')
    return post(each)
  }
  await postOnce(order, postingOf(office, { watchId: 'w', deliveredSeq: 3 }))
  expect(atPost).toEqual({ watchId: 'w', deliveredSeq: 3, begun: { deliveryKey: 'k1', at: office.clock.now() } })
})

test('what was begun is looked up, no sooner than Slack’s history can show it', async () => {
  const office = createPostOffice()
  const ts = await office.slack.wire.post(order)
  const begun = { deliveryKey: 'k1', at: office.clock.now() }
  const posting = postingOf(office, { watchId: 'w', deliveredSeq: 3, begun })
  await office.clock.advance(1000)
  expect(await postOnce(order, posting)).toEqual({ type: 'retry', afterMs: 4000 })
  await office.clock.advance(4000)
  expect(await postOnce(order, posting)).toEqual({ type: 'found', ts })
  expect(office.slack.calls.map(({ call }) => call)).toEqual(['post C1', 'find C1'])
})

test('what was begun and is not there is posted by the next call', async () => {
  const office = createPostOffice()
  const begun = { deliveryKey: 'k1', at: office.clock.now() }
  await office.clock.advance(5000)
  expect(await postOnce(order, postingOf(office, { watchId: 'w', deliveredSeq: 3, begun }))).toEqual({
    type: 'retry',
    afterMs: 0,
  })
  const receipt = await office.workspace.receipts.get('w')
  expect(receipt).toEqual({ watchId: 'w', deliveredSeq: 3 })
})

test('an intention for another message is of no interest', async () => {
  const office = createPostOffice()
  const begun = { deliveryKey: 'k0', at: office.clock.now() }
  const posted = await postOnce(order, postingOf(office, { watchId: 'w', deliveredSeq: 3, begun }))
  expect(posted.type).toBe('posted')
})

test('a look-up that took longer than its lease allows is not acted upon', async () => {
  const office = createPostOffice()
  const begun = { deliveryKey: 'k1', at: office.clock.now() }
  await office.clock.advance(5000)
  office.slack.wire.find = async () => {
    await office.clock.advance(25_000)
    return undefined
  }
  const posting = postingOf(office, { watchId: 'w', deliveredSeq: 3, begun })
  await office.workspace.receipts.set('w', posting.receipt)
  expect(await postOnce(order, posting)).toEqual({ type: 'retry', afterMs: 0 })
  expect(await office.workspace.receipts.get('w')).toEqual(posting.receipt)
})

test.each(['unreachable', { retryAfterMs: 1000 }, { refuse: 'not_in_channel' }] as const)(
  'when Slack certainly posted nothing (%j), nothing has to be looked up',
  async (fault) => {
    const office = createPostOffice()
    office.slack.faults.push({ method: 'post', fault })
    await expect(postOnce(order, postingOf(office, { watchId: 'w', deliveredSeq: 3 }))).rejects.toThrow()
    expect(await office.workspace.receipts.get('w')).toEqual({ watchId: 'w', deliveredSeq: 3 })
  },
)
