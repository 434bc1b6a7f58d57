import { expect, test } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { aWatch } from './samples.ts'
import { createManualClock, firstKey } from './world.ts'

const clock = createManualClock()
const encryptionKeys = [firstKey]

test.each(['memory:', 'sqlite::memory:'])('%s opens a new, empty store each time', async (url) => {
  const store = await openStore({ url, clock, encryptionKeys })
  expect(await store.workspaces()).toEqual([])
  await store.in('T1').watches.set('w', aWatch('w'))
  expect(await store.workspaces()).toEqual(['T1'])
  await store.stop()
})

test.each(['', 'postgres://db', './ferry.db'])('%j is refused as an address', async (url) => {
  await expect(openStore({ url, clock, encryptionKeys })).rejects.toMatchObject({ code: 'config_invalid' })
})
