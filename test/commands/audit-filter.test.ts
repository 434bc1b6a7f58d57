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
