import { beforeEach, expect, test } from 'vitest'
import { sample } from '../migrations/sample.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const ended = { state: 'failed' as const, source: { cloud: 'AWS', bucket: 'orders' } }
const failed = sample({ ...ended, id: '230800000000001', name: 'orders-night', failure: { code: 'TRF.0008' } })
// 2004 is the end of a code, too.
const full = sample({ ...ended, id: '200429548242937', name: 'orders-2', failure: { code: 'TRF.0055' } })
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.hasListed(failed, full, sample())
  desk.cloud.add(failed, full, sample())
})

test.each([
  ['why 2308… and 2004…', '2004…'],
  ['why 2308… 2004', '2004'],
  ['why 2308,2004', '2004'],
  ['why did 2308 fail, and orders-2', 'orders-2'],
])('why answers about one migration, with a way to the next that was named: %s', async (text, other) => {
  const lines = await desk.reads(text)
  expect(lines.join('\n')).toContain('(`TRF.0008`)')
  expect(lines.at(-2)).toBe(`(You also asked about \`${other}\`.)`)
  const command = typedBy(shownIn((await desk.types(text)).reply))[`Why ${other}?`] ?? ''
  expect((await desk.reads(command)).join('\n')).toContain('(`TRF.0055`)')
})

test('one that nobody knows is named, too, where nothing but ids is typed', async () => {
  expect((await desk.reads('why 2308 and 2077')).at(-1)).toBe('[Why 2077?]')
  expect((await desk.reads('why did 2308 fail after 1500 objects')).at(-1)).toContain('[Details]')
})

test('a migration that is named twice is one', async () => {
  expect((await desk.reads('why did 2308 orders-night fail')).at(-1)).toContain('[Details]')
})

test('buckets are named like migrations', async () => {
  expect((await desk.reads('why orders and photos')).at(-1)).toBe('[Why photos?]')
})
