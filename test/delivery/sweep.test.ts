import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors.ts'
import type { Collection, Sighting, Store, Watch } from '../../src/store/store.ts'
import { createPostOffice, type PostOffice, shown } from './post-office.ts'

describe('what the poller has just read', () => {
  test('is delivered, and the sweep after it does not read it again', async () => {
    const office = createPostOffice()
    const [read, unread] = [await office.watch('read', 'C1'), await office.watch('unread', 'C2')]
    for (const watch of [read, unread]) await office.decide(watch, { says: [{ lane: 'end', text: 'over' }] })
    const reads: string[] = []
    const delivery = office.open({
      store: withSightings(office, { onRead: (key) => void reads.push(key) }),
      wire: neverAnswering,
    })
    delivery.resume('T1', [await recordsOf(office, read)])
    await delivery.stop()
    reads.length = 0
    await delivery.sweep()
    expect(reads).toEqual([unread.id])
  })

  test('is counted among what waits', async () => {
    const office = createPostOffice()
    const [read, unread] = [await office.watch('read', 'C1'), await office.watch('unread', 'C2')]
    await office.decide(read, { says: [{ lane: 'end', text: 'over' }] })
    await office.clock.advance(7000)
    await office.decide(unread, { says: [{ lane: 'end', text: 'over' }] })
    const pending: object[] = []
    const delivery = office.open({ onPending: (one) => void pending.push(one) })
    delivery.resume('T1', [await recordsOf(office, read)])
    await delivery.sweep()
    expect(pending).toEqual([{ count: 2, oldestAgeMs: 7000 }])
    await delivery.stop()
  })

  test('is not listed again for the sweep, which finds what was not read by that list', async () => {
    const office = createPostOffice()
    const [read, unread] = [await office.watch('read', 'C1'), await office.watch('unread', 'C2')]
    for (const watch of [read, unread]) await office.decide(watch, { card: `card of ${watch.migrationId}` })
    office.workspace.watches.list = () => Promise.reject(new Error('It was listed already'))
    const delivery = office.open()
    delivery.resume('T1', [await recordsOf(office, read)])
    await delivery.sweep(new Map([['T1', [read, unread]]]))
    await office.clock.advance(2000)
    expect([...shown(office.slack, 'C1'), ...shown(office.slack, 'C2')]).toEqual(['card of read', 'card of unread'])
    await delivery.stop()
  })

  test('is read by the second sweep again, since news may have come meanwhile', async () => {
    const office = createPostOffice()
    const watch = await office.watch()
    await office.decide(watch, {})
    const delivery = office.open()
    delivery.resume('T1', [await recordsOf(office, watch)])
    await office.clock.advance(2000)
    await delivery.sweep()
    await office.decide(watch, { card: 'card 2' })
    await delivery.sweep()
    await office.clock.advance(2000)
    expect(shown(office.slack)).toEqual(['card 2'])
    await delivery.stop()
  })
})

test('a record that cannot be read does not keep the others from being delivered', async () => {
  const office = createPostOffice()
  const [broken, whole] = [await office.watch('a', 'C1'), await office.watch('b', 'C2')]
  for (const watch of [broken, whole]) await office.decide(watch, { card: `card of ${watch.migrationId}` })
  const store = withSightings(office, { unreadable: broken.id })
  const delivery = office.open({ store })
  await delivery.sweep()
  await office.clock.advance(2000)
  expect(shown(office.slack, 'C2')).toEqual(['card of b'])
  await delivery.stop()
})

const neverAnswering = {
  post: () => Promise.reject(new AppError('slack_unreachable', { method: 'chat.postMessage' })),
  update: () => Promise.reject(new AppError('slack_unreachable', { method: 'chat.update' })),
  find: async () => undefined,
  tell: async () => undefined,
}

type Readings = { onRead?(key: string): void; unreadable?: string }

async function recordsOf({ workspace }: PostOffice, watch: Watch) {
  const [sighting, receipt] = await Promise.all([workspace.sightings.get(watch.id), workspace.receipts.get(watch.id)])
  return { watch, sighting, receipt }
}

/** The office's store, where each reading of a sighting is heard of, and one of them may be unreadable. */
function withSightings({ store }: PostOffice, { onRead, unreadable }: Readings): Store {
  return {
    ...store,
    in(workspace) {
      const own = store.in(workspace)
      const sightings: Collection<Sighting> = {
        ...own.sightings,
        async get(key) {
          onRead?.(key)
          if (key === unreadable) throw new AppError('record_unreadable', { collection: 'sightings', key })
          return own.sightings.get(key)
        },
        async getMany(keys) {
          for (const key of keys) onRead?.(key)
          const { items } = await own.sightings.getMany(keys.filter((key) => key !== unreadable))
          return { items, unreadable: keys.filter((key) => key === unreadable) }
        },
      }
      return { ...own, sightings }
    },
  }
}
