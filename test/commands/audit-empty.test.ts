import { expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { createDesk } from './desk.ts'

test('`audit verify` warns about an audit without entries, because an emptied store looks the same as a new one', async () => {
  const desk = await createDesk()
  expect(await desk.reads('audit verify')).toEqual([
    ':warning: *The audit has no entries.* Either nobody has changed anything with Ferry here yet, or Ferry’s store was emptied or replaced.',
    'If you expected entries, tell whoever runs Ferry: check that `STORE_URL` still names the same store, and that its data is there.',
  ])
})

test('`audit verify` calls an emptied audit broken if somebody compares it with what they saved', async () => {
  const desk = await createDesk()
  await desk.addAccount()
  desk.cloud.add(sample())
  await desk.types('pause prod-hw/191297407830872')
  const saved = /audit verify \d+ [0-9a-f]{16}/.exec((await desk.reads('audit verify')).join())?.[0] ?? ''
  const emptied = await createDesk()
  expect((await emptied.reads(saved))[0]).toContain('entry no. 1 is missing')
})
