import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import type { Backend } from '../../src/store/backend.ts'
import { openSqlite } from '../../src/store/sqlite/sqlite.ts'
import { eventually } from '../eventually.ts'
import { startProcess } from './processes.ts'
import { aWatch } from './samples.ts'
import { storeOver } from './world.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferry-lock-'))
  path = join(folder, 'ferry.db')
})
afterEach(() => rm(folder, { recursive: true }))

const logged: string[] = []
const note = (_: object, text: string) => void logged.push(text)

function open({ at = path, waitMs = 0 } = {}): Promise<Backend> {
  return openSqlite({ path: at, clock: systemClock, waitMs, log: { info: note, warn: note } })
}

test('a second process learns who uses the store, and does not open it', async () => {
  const first = startProcess(path)
  expect(await first.opened).toBe('open')
  const holder = expect.stringMatching(new RegExp(`^process ${first.pid} on \\S+, since 20\\d\\d-\\S+Z$`))
  await expect(open()).rejects.toMatchObject({ code: 'store_in_use', details: { where: path, holder } })
  expect(await first.tell('commit')).toContain('written')
})

test('a process cannot open a store twice, even by another path', async () => {
  const backend = await open()
  const detour = join(folder, 'detour.db')
  await symlink(path, detour)
  for (const at of [path, detour, join(folder, '.', 'ferry.db')]) {
    await expect(open({ at })).rejects.toMatchObject({ code: 'store_in_use' })
  }
  await backend.set('a:1', 'x')
  await backend.stop()
  const again = await open({ at: detour })
  expect(await again.get('a:1')).toBe('x')
  await again.stop()
})

test('exactly one of several processes that start at once opens the store', async () => {
  const starting = Array.from({ length: 4 }, () => startProcess(path))
  const outcomes = await Promise.all(starting.map(({ opened }) => opened))
  expect(outcomes.toSorted()).toEqual(['open', 'store_in_use', 'store_in_use', 'store_in_use'])
})

test('a killed process frees the store at once', async () => {
  const first = startProcess(path)
  await first.opened
  await first.kill()
  const next = await open({ waitMs: 0 })
  await next.stop()
})

test('a frozen process keeps the store, and continues when it resumes', async () => {
  const first = startProcess(path)
  await first.opened
  first.freeze()
  await expect(open({ waitMs: 300 })).rejects.toMatchObject({ code: 'store_in_use' })
  first.thaw()
  expect(await first.tell('commit')).toContain('written')
})

test('a start waits for the previous process to end, and logs that once', async () => {
  const first = startProcess(path)
  await first.opened
  logged.length = 0
  const opening = open({ waitMs: 60_000 })
  await eventually(() => expect(logged).toEqual(['Waiting for the process that uses the store']))
  await first.tell('commit')
  await first.stop()
  const next = await opening
  expect((await storeOver(next, systemClock).in('T1').watches.list()).items).toEqual([aWatch('red')])
  expect(logged).toHaveLength(1)
  await next.stop()
})

test('other programs can read and back up the file meanwhile', async () => {
  const store = startProcess(path)
  await store.opened
  await store.tell('commit')
  const script = `
    const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync(process.argv[1])
    console.log(database.prepare('SELECT count(*) AS count FROM records').get().count)
    database.exec("VACUUM INTO '" + process.argv[1] + ".copy'")`
  const reader = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '-e', script, path])
  expect([reader.stderr.toString(), reader.stdout.toString().trim()]).toEqual(['', '2'])
  const source = new DatabaseSync(path, { readOnly: true })
  await backup(source, join(folder, 'backup.db'))
  source.close()
  expect(await store.tell('commit')).toContain('written')
  for (const copy of ['ferry.db.copy', 'backup.db']) {
    const restored = await open({ at: join(folder, copy) })
    expect((await storeOver(restored, systemClock).in('T1').watches.list()).items).toEqual([aWatch('red')])
    await restored.stop()
  }
})

// A closed laptop, a debugger or an overloaded machine freezes a process like this.
test('a process that was frozen for longer than its lease cannot write under it', async () => {
  const leaseMs = 1_000
  const first = startProcess(path, { leaseMs })
  await first.opened
  expect(await first.tell('lease')).toBe('leased')
  expect(await first.tell('commit')).toBe('written, believes that it goes on')
  first.freeze()
  const frozenAt = performance.now()
  await eventually(() => expect(performance.now() - frozenAt).toBeGreaterThan(leaseMs))
  const outcome = first.tell('commit')
  first.thaw()
  expect(await outcome).toMatch(/^lease_lost/)
  await eventually(async () => expect(await first.tell('commit')).toBe('lease_lost, knows that it is over'))
})
