import { expect, test } from 'vitest'
import type { AuditEvent, AuditRecord } from '../../src/access/audit.ts'
import { AppError } from '../../src/errors/errors.ts'
import { createSealer } from '../../src/store/keys/seal.ts'
import { createAuditTrail } from '../../src/store/keyv/audit-trail.ts'
import { createStore } from '../../src/store/keyv/keyv.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import type { Appendable, Collection } from '../../src/store/store.ts'
import { createManualClock } from '../manual-clock.ts'

const firstKey = { id: 'k1', key: Buffer.alloc(32, 'not a real key ') }

function event(verb: string): AuditEvent {
  return { at: 1, user: 'U1', door: 'typed', verb, outcome: 'done' }
}

async function read(records: AsyncIterable<AuditRecord>): Promise<string[]> {
  const found: string[] = []
  for await (const { seq, verb } of records) found.push(`${seq} ${verb}`)
  return found
}

function openStore() {
  const clock = createManualClock()
  return createStore({ backend: openMemory({ clock }), clock, sealer: createSealer([firstKey]) })
}

test('records can be read from both ends, over more than one page', async () => {
  const { audit } = openStore().in('T1')
  expect(await read(audit.newestFirst())).toEqual([])
  for (let index = 1; index <= 205; index += 1) await audit.append(event(`v${index}`))
  const oldest = await read(audit.oldestFirst())
  expect([oldest.length, oldest[0], oldest.at(-1)]).toEqual([205, '1 v1', '205 v205'])
  expect(await read(audit.newestFirst())).toEqual(oldest.toReversed())
  expect((await audit.head())?.seq).toBe(205)
})

test('reading a long trail from a fast store lets other work run in between', async () => {
  const { audit } = openStore().in('T1')
  for (let index = 1; index <= 205; index += 1) await audit.append(event(`v${index}`))
  for (const records of [audit.newestFirst(), audit.oldestFirst()]) {
    let isRead = false
    const reading = read(records).then(() => {
      isRead = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isRead).toBe(false)
    await reading
  }
})

test('two records appended at once, by two replicas, get a place each', async () => {
  const clock = createManualClock()
  const backend = openMemory({ clock })
  const open = () => createStore({ backend, clock, sealer: createSealer([firstKey]) }).in('T1').audit
  const [one, other] = [open(), open()]
  const appended = Promise.all(
    Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : other).append(event(`v${index}`))),
  )
  await clock.passUntil(appended)
  const seqs = (await appended).map(({ seq }) => seq).toSorted((a, b) => a - b)
  expect(seqs).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  expect((await read(one.oldestFirst())).length).toBe(40)
})

test('each workspace has its own trail, and a purge keeps it', async () => {
  const store = openStore()
  await store.in('T1').audit.append(event('one'))
  expect(await read(store.in('T2').audit.oldestFirst())).toEqual([])
  await store.in('T1').purge()
  const [kept] = await read(store.in('T1').audit.oldestFirst())
  expect(kept).toBe('1 one')
  expect(await store.in('T1').audit.append(event('anew'))).toMatchObject({ seq: 2 })
})

test('a record whose writer died before it stored the end is kept and continued', async () => {
  const { trail, heads, records } = openTrail()
  await trail.append(event('first'))
  const before = await heads.get('head')
  const lost = await trail.append(event('second'))
  if (before !== undefined) await heads.set('head', before)
  const next = await trail.append(event('third'))
  expect([next.seq, next.previous]).toEqual([3, lost.hash])
  expect(await read(trail.oldestFirst())).toEqual(['1 first', '2 second', '3 third'])
  expect(records.size).toBe(3)
})

test('a writer that was delayed for longer than its lock overwrites nothing, and appends later', async () => {
  const { trail, records, parts } = openTrail()
  const released = Promise.withResolvers<void>()
  const get = async (key: string) => {
    const found = await parts.records.get(key)
    await released.promise
    return found
  }
  const late = createAuditTrail({ ...parts, records: { ...parts.records, get } }).append(event('late'))
  await trail.append(event('quick'))
  released.resolve()
  expect((await late).seq).toBe(2)
  expect(await read(trail.oldestFirst())).toEqual(['1 quick', '2 late'])
  expect(records.size).toBe(2)
})

test('an unreadable record is skipped, and delays nothing', async () => {
  const { trail, parts } = openTrail()
  const first = await trail.append(event('first'))
  const lost = new AppError('record_unreadable', { collection: 'auditRecords' })
  const get = (key: string) => (key.endsWith('2') ? Promise.reject(lost) : parts.records.get(key))
  const next = await createAuditTrail({ ...parts, records: { ...parts.records, get } }).append(event('next'))
  expect([next.seq, next.previous]).toEqual([3, first.hash])
})

test('a record that does not follow from the one before is never overwritten', async () => {
  const { trail, records } = openTrail()
  const first = await trail.append(event('first'))
  records.set('000000000002', { ...first, seq: 2, verb: 'forged', previous: 'f'.repeat(64) })
  expect((await trail.append(event('honest'))).seq).toBe(3)
  expect(await read(trail.oldestFirst())).toEqual(['1 first', '2 forged', '3 honest'])
})

function openTrail() {
  const records = new Map<string, AuditRecord>()
  const heads = new Map<string, { seq: number; hash: string }>()
  const lock = async () => ({ release: async () => undefined })
  const lastSeq = async () => records.size
  const parts = { records: overMap(records), heads: overMap(heads), lock, lastSeq, clock: createManualClock() }
  return { records, heads: parts.heads, parts, trail: createAuditTrail(parts) }
}

function overMap<Item>(
  map: Map<string, Item>,
): Omit<Collection<Item>, 'putting' | 'dropping' | 'settingAside'> & Appendable<Item> {
  return {
    async add(key, item) {
      const isFree = !map.has(key)
      if (isFree) map.set(key, item)
      return isFree
    },
    get: async (key) => map.get(key),
    getMany: async (keys) => ({ items: new Map([...map].filter(([key]) => keys.includes(key))), unreadable: [] }),
    set: async (key, item) => void map.set(key, item),
    delete: async (key) => map.delete(key),
    list: async () => ({ items: [...map.values()], unreadable: [] }),
  }
}
