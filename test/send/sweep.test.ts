import { describe, expect, test } from 'vitest'
import { loadChannels, withReceipts } from '../../src/send/channels.ts'
import type { Threads } from '../../src/send/thread/threads.ts'
import type { Watch } from '../../src/store/store.ts'
import { inState } from '../notify/samples.ts'
import { aRequestRecord } from '../store/request-samples.ts'
import { createPostOffice, type PostOffice, shown } from './post-office.ts'

describe('a sweep', () => {
  test('goes on with what was left: a card, something to be said, and a post whose answer was lost', async () => {
    const office = createPostOffice()
    const [unseen, silent, begun, done] = await Promise.all([
      office.watch('unseen', 'C1'),
      office.watch('silent', 'C2'),
      office.watch('begun', 'C3'),
      office.watch('done', 'C4'),
    ])
    const delivery = office.open()
    for (const watch of [silent, begun, done]) await office.decide(watch, {})
    await delivery.sweep()
    await office.clock.advance(2000)
    await delivery.stop()
    const next = office.open()
    await office.decide(unseen, {})
    await office.decide(silent, { says: [{ lane: 'progress', text: 'counted' }] })
    const deliveryKey = `${begun.id}#${begun.createdAt}#card`
    const lost = { [deliveryKey]: { at: office.clock.now() - 3000 } }
    await office.workspace.channels.set(begun.channel, { channel: begun.channel, receipts: {}, begun: lost })
    const calls = office.slack.calls.length
    await next.sweep()
    await office.clock.advance(10_000)
    expect(shown(office.slack, 'C1')).toEqual(['card 1'])
    expect(shown(office.slack, 'C2')).toEqual(['card 1', '> counted'])
    expect(shown(office.slack, 'C3')).toEqual(['card 1'])
    expect(office.slack.calls.slice(calls).filter(({ call }) => call.endsWith('C4'))).toEqual([])
    await next.stop()
  })

  test('brings a card that does not show the end up to date, and no other', async () => {
    const { office, watches } = await delivered(3)
    const [over, elsewhere, running] = watches
    if (over === undefined || elsewhere === undefined || running === undefined) throw new Error('There are three')
    for (const watch of watches) await office.decide(watch, { card: 'ended' })
    for (const { id } of [over, elsewhere]) office.known.set(id, { migration: inState('succeeded') })
    office.known.set(running.id, { migration: inState('running') })
    const { channels } = office.threads()
    await channels.change(elsewhere.channel, (before) =>
      withReceipts(before, [[elsewhere.id, { deliveredSeq: 0, ...before.receipts[elsewhere.id], handedTo: 'other' }]]),
    )
    const delivery = office.open()
    await delivery.sweep()
    await office.clock.advance(10_000)
    expect(office.slack.messages.map(({ text }) => text).toSorted()).toEqual(['card 1', 'card 1', 'ended'])
    const calls = office.slack.calls.length
    await delivery.sweep()
    await office.clock.advance(10_000)
    expect(office.slack.calls).toHaveLength(calls)
    await delivery.stop()
  })

  test('draws no card and reads no thread where nothing is left, however many there are', async () => {
    const { office, ids } = await delivered(50)
    const threads = office.threads()
    const read: string[] = []
    const listening: Threads = {
      ...threads,
      read(id) {
        read.push(id)
        return threads.read(id)
      },
    }
    const watching = office.open({ threadsOf: () => listening })
    await watching.sweep()
    await watching.idle()
    expect(read).toEqual([])
    expect(ids).toHaveLength(50)
    await watching.stop()
  })

  test('counts what waits in all workspaces that this replica owns, requests too, and the oldest of it', async () => {
    const [first, second] = [createPostOffice(), createPostOffice()]
    first.slack.closed.add('C1')
    const watch = await first.watch()
    await first.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    await first.clock.advance(7000)
    const { request } = aRequestRecord()
    const createdAt = second.clock.now()
    const entry = { seq: createdAt, place: 'thread', lane: 'end', deliveryKey: `${request.id}#0` } as const
    const said = { ...entry, message: { text: 'asked', blocks: [] }, decidedAt: first.clock.now() - 3000 }
    const card = { message: { text: 'waiting', blocks: [] }, hash: 'waiting' }
    const posting = { channel: 'C1', createdAt, card, outbox: [said], nextSeq: createdAt + 1 }
    await second.workspace.requests.set(request.id, { request, posting })
    const threads = new Map([
      ['T1', first.threads()],
      ['T2', second.threads()],
      ['T3', second.threads()],
    ])
    const delivery = first.open({
      threadsOf: (workspace) => threads.get(workspace),
      led: () => ['T1', 'T2'],
    })
    expect(await delivery.pending()).toEqual({ count: 2, oldestAgeMs: 7000 })
    await delivery.stop()
  })
})

test('a channel whose record cannot be read is not sent to, since it may have been: the others are', async () => {
  const office = createPostOffice()
  const [broken, whole] = [await office.watch('a', 'C1'), await office.watch('b', 'C2')]
  for (const watch of [broken, whole]) await office.decide(watch, { card: `card of ${watch.migrationId}` })
  const claim = await office.store.claim('owner:T1', 60_000)
  if (claim === undefined) throw new Error('Nobody else leads it')
  const { channels } = office.workspace
  const log = { error: (_: object, message: string) => void office.logged.push(message) }
  const list = async () => ({ items: [], unreadable: [broken.channel] })
  const loaded = await loadChannels({ ...office.workspace, channels: { ...channels, list } }, claim, {
    log,
    now: office.clock.now,
  })
  expect(office.logged).toEqual(['A record cannot be read, so nothing is sent to this channel'])
  const threads = office.threadsOver(loaded, new AbortController().signal)
  const delivery = office.open({ threadsOf: () => threads })
  await delivery.sweep()
  delivery.nudge('T1', broken.id)
  await office.clock.advance(2000)
  expect(shown(office.slack, 'C1')).toEqual([])
  expect(shown(office.slack, 'C2')).toEqual(['card of b'])
  await delivery.stop()
})

async function delivered(count: number): Promise<{ office: PostOffice; watches: Watch[]; ids: string[] }> {
  const office = createPostOffice()
  const watches = await Promise.all(Array.from({ length: count }, (_, index) => office.watch(`m${index}`, `C${index}`)))
  for (const watch of watches) await office.decide(watch, {})
  const delivery = office.open()
  await delivery.sweep()
  await office.clock.advance(60_000)
  await delivery.stop()
  return { office, watches, ids: watches.map(({ id }) => id) }
}
