import { beforeEach, expect, test } from 'vitest'
import { createDesk, type Desk } from './desk.ts'

let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
})

test.each([
  ['audit 30m', 'A time counts back from now'],
  ['audit pause 7days', 'A time counts back from now'],
  ['audit 99999d', 'A time counts back from now'],
  ['audit yesterday', 'A time counts back from now'],
  ['audit 2026-11-20', 'A time counts back from now'],
  ['audit <!subteam^S0ONCALL|@oncall>', 'name one person'],
  ['audit <#C1|general>', 'no channel'],
  ['audit pause …', 'Name an id, a verb, a person or a time'],
  ['audit export csv 30m', 'A time counts back from now'],
])('`%s` is refused, and the answer shows how to type it', async (text, way) => {
  const { code } = await desk.types(text)
  expect(code).toBe('usage')
  const lines = await desk.reads(text)
  expect(lines[0]).toContain(way)
  expect(lines[1]).toBe('Type it like this: `/migrate audit [id | verb | me | @person | 7d]`')
  expect(desk.files).toEqual([])
})

test('a search that finds nothing says what was looked for, and a page that does not exist that it is empty', async () => {
  const lines = await desk.reads('audit "sync push" <@U9> 1h')
  expect(lines[0]).toBe('The audit has no entry for `sync push`, that person, and `1h`.')
  expect(lines.at(-1)).toBe('[All entries]')
  expect(await desk.reads('audit --page 7')).toContain('There is nothing on this page.')
})
