import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { openSqlite } from '../../src/store/sqlite/sqlite.ts'
import { describeStore } from './contract.ts'
import { lockFile } from './locked.ts'
import { anAccount } from './samples.ts'
import { createManualClock, createSqliteWorld, firstKey, storeOver } from './world.ts'

describe('the store in SQLite', () => describeStore(createSqliteWorld))

describe('a SQLite file', () => {
  const clock = createManualClock()
  let folder: string
  let path: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ferry-sqlite-'))
    path = join(folder, 'ferry.db')
  })
  afterEach(() => rm(folder, { recursive: true }))

  function open(at = path) {
    return openSqlite({ path: at, clock, patienceMs: 50 })
  }

  function unavailable(reason: string) {
    return expect.objectContaining({ code: 'store_unavailable', details: { reason } })
  }

  test('is created with its folder, which only its owner can enter', async () => {
    const url = `sqlite:${join(folder, 'a', 'b', 'ferry.db')}`
    const store = await openStore({ url, clock, encryptionKeys: [firstKey] })
    await store.in('T1').accounts.set('prod-hw', anAccount())
    await store.stop()
    expect((await stat(join(folder, 'a', 'b'))).mode & 0o777).toBe(0o700)
    const again = await openStore({
      url: `sqlite://${join(folder, 'a', 'b', 'ferry.db')}`,
      clock,
      encryptionKeys: [firstKey],
    })
    expect(await again.in('T1').accounts.get('prod-hw')).toEqual(anAccount())
    await again.stop()
  })

  test.each([
    ['a text', () => writeFile(path, 'x'.repeat(9999)), 'its file is not a database'],
    ['a folder', () => mkdir(path), 'it is a folder'],
  ])('that is %s is refused, and nothing is left beside it', async (_, spoil, reason) => {
    await spoil()
    await expect(open()).rejects.toEqual(unavailable(reason))
    expect(await readdir(folder)).toEqual(['ferry.db'])
  })

  test('that another program has locked is reported, when it is opened and later', async () => {
    const backend = await open()
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(backend.set('a:1', 'x')).rejects.toEqual(unavailable('its file is locked by another program'))
    other.exec('ROLLBACK')
    await backend.set('a:1', 'y')
    expect(await backend.get('a:1')).toBe('y')
    await backend.stop()
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    await expect(open()).rejects.toEqual(unavailable('its file is locked by another program'))
    other.close()
  })

  test('that another process writes to does not delay unrelated work', async ({ onTestFinished }) => {
    const backend = await openSqlite({ path, clock, patienceMs: 60_000 })
    await backend.set('a:1', 'before')
    const lock = await lockFile(path)
    onTestFinished(lock.kill)
    const events: string[] = []
    const note = (what: string) => () => void events.push(what)
    const written = Promise.all([
      backend.set('a:1', 'after').then(note('written')),
      backend.set('a:2', 'more').then(note('written')),
    ])
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate)
    events.push(`read: ${await backend.get('a:1')}`)
    events.push('let go')
    await lock.release()
    await written
    expect(events).toEqual(['read: before', 'let go', 'written', 'written'])
    expect([await backend.get('a:1'), await backend.get('a:2')]).toEqual(['after', 'more'])
    await backend.stop()
  })

  test('that another process writes to while it closes contains everything in the end', async ({ onTestFinished }) => {
    const backend = await openSqlite({ path, clock, patienceMs: 60_000 })
    const lock = await lockFile(path)
    onTestFinished(lock.kill)
    const written = backend.set('a:1', 'x')
    const stopped = backend.stop()
    await lock.release()
    await Promise.all([written, stopped])
    const again = await open()
    expect(await again.get('a:1')).toBe('x')
    await again.stop()
  })

  test('written by a newer Ferry stays unchanged', async () => {
    const newer = new DatabaseSync(path)
    newer.exec('PRAGMA application_id = 0x46525259; PRAGMA user_version = 7; CREATE TABLE records (other TEXT)')
    await expect(open()).rejects.toEqual(
      expect.objectContaining({ code: 'store_newer', details: { found: 7, known: 4 } }),
    )
    expect(newer.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'delete' })
    newer.close()
  })

  test('that is not a database stays unchanged', async () => {
    await writeFile(path, 'Dear diary, '.repeat(500))
    await expect(open()).rejects.toEqual(unavailable('its file is not a database'))
    const foreign = new DatabaseSync(join(folder, 'foreign.db'))
    foreign.exec('CREATE TABLE diary (page TEXT)')
    foreign.close()
    await expect(open(join(folder, 'foreign.db'))).rejects.toEqual(
      unavailable('its file is the database of another program'),
    )
  })

  test('that cannot be created is explained', async () => {
    await writeFile(path, '')
    await expect(open(join(path, 'ferry.db'))).rejects.toEqual(
      unavailable('a part of the path is a file and not a folder'),
    )
  })

  test('contains everything that was waiting when it was closed, and nothing after that', async () => {
    const backend = await open()
    const writes = [backend.set('a:1', 'x'), backend.set('a:2', 'y')]
    await backend.stop()
    await Promise.all(writes)
    await expect(backend.get('a:1')).rejects.toEqual(unavailable('it is closed'))
    await expect(backend.set('a:1', 'z')).rejects.toEqual(unavailable('it is closed'))
    await backend.stop()
    const again = await open()
    expect(await again.get('a:2')).toBe('y')
    await again.stop()
  })

  test('remembers what was seen before an orderly end, until its time is over', async () => {
    const backend = await open()
    const store = storeOver(backend, clock)
    expect([await store.isNew('event:Ev1', 60_000), await store.isNew('event:Ev2', 1_000)]).toEqual([true, true])
    await store.stop()
    clock.advance(1_001)
    const next = storeOver(await open(), clock)
    expect([await next.isNew('event:Ev1', 60_000), await next.isNew('event:Ev2', 1_000)]).toEqual([false, true])
    await next.stop()
  })

  test('that another process writes to does not delay the answer whether something is new', async ({
    onTestFinished,
  }) => {
    const backend = await openSqlite({ path, clock, patienceMs: 60_000 })
    const store = storeOver(backend, clock)
    const lock = await lockFile(path)
    onTestFinished(lock.kill)
    expect([await store.isNew('event:Ev1', 60_000), await store.isNew('event:Ev1', 60_000)]).toEqual([true, false])
    const stopped = store.stop()
    await lock.release()
    await stopped
    const next = storeOver(await open(), clock)
    expect(await next.isNew('event:Ev1', 60_000)).toBe(false)
    await next.stop()
  })

  test('keeps its leases when somebody sets the machine’s clock forward', async () => {
    let aheadMs = 0
    const now = () => systemClock.now() + aheadMs
    const backend = await openSqlite({ path, clock: { ...systemClock, now } })
    const lease = await backend.lease('owner:T1', 'replica')
    aheadMs = 60_000
    expect(await backend.commit([{ key: 'T1/watches:a', text: '{}' }], lease)).toBe(true)
    await backend.stop()
  })

  test('does not grow with expired records', async () => {
    const backend = await open()
    await Promise.all(Array.from({ length: 1_200 }, (_, index) => backend.note(`seen:${index}`, 1_000)))
    for (const key of ['seen:a', 'seen:b', 'seen:c', 'seen:d', 'seen:e']) {
      clock.advance(120_000)
      await backend.set(key, '', 1_000)
    }
    await backend.stop()
    const database = new DatabaseSync(path)
    expect(database.prepare('SELECT key FROM records').all()).toEqual([{ key: 'seen:e' }])
    database.close()
  })
})
