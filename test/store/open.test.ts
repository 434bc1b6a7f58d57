import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { aWatch } from './samples.ts'
import { createManualClock, firstKey } from './world.ts'

const clock = createManualClock()
const encryptionKeys = [firstKey]

test('memory: opens a new, empty store each time', async () => {
  const store = await openStore({ url: 'memory:', clock, encryptionKeys })
  expect(await store.workspaces()).toEqual([])
  await store.in('T1').watches.set('w', aWatch('w'))
  expect(await store.workspaces()).toEqual(['T1'])
  await store.stop()
})

test.each(['', 'postgres://db', './ferry.db', 'sqlite::memory:'])('%j is refused as an address', async (url) => {
  await expect(openStore({ url, clock, encryptionKeys })).rejects.toMatchObject({ code: 'config_invalid' })
})

describe('the id of a store', () => {
  async function inFolder() {
    const folder = await mkdtemp(join(tmpdir(), 'ferry-open-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const url = `sqlite:${join(folder, 'ferry.db')}`
    return (id?: string) => openStore({ url, clock, encryptionKeys, ...(id !== undefined && { id }) })
  }

  test('is made once, and stays', async () => {
    const open = await inFolder()
    const first = await open()
    await first.stop()
    const second = await open(first.id)
    await second.stop()
    expect([first.isIdNew, second.isIdNew]).toEqual([true, false])
    expect(second.id).toBe(first.id)
  })

  test('keeps Ferry from a store without one, and from another one', async () => {
    const open = await inFolder()
    const id = randomUUID()
    await expect(open(id)).rejects.toMatchObject({
      code: 'store_unexpected',
      details: { how: expect.stringContaining('has no id') },
    })
    const made = await open()
    await made.stop()
    expect(made.isIdNew).toBe(true)
    await expect(open(id)).rejects.toMatchObject({
      code: 'store_unexpected',
      details: { how: `its id is ${made.id}`, accept: expect.stringContaining(`set STORE_ID to ${made.id}`) },
    })
  })
})

test('a workspace with an install is served, though the list of workspaces was lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ferry-open-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'ferry.db')
  const open = () => openStore({ url: `sqlite:${path}`, clock, encryptionKeys })
  const before = await open()
  await before.installs.set('T1', { state: { type: 'active' } })
  expect(await before.workspaces()).toEqual(['T1'])
  await before.stop()
  const database = new DatabaseSync(path)
  database.exec("DELETE FROM records WHERE key LIKE 'workspaces:%'")
  database.close()
  const after = await open()
  expect(await after.workspaces()).toEqual(['T1'])
  await after.stop()
})
