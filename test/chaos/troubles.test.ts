import { test } from 'vitest'
import { expectToPass } from './passes.ts'
import { forgetting } from './troubles/clouds.ts'
import { sqliteKills } from './troubles/kills.ts'

const timeout = 300_000

test('killed at random moments, Ferry announces every end exactly once', { timeout }, () =>
  expectToPass(sqliteKills, { rounds: 1 }),
)

test('clouds that forget everything for a while make nothing look deleted', { timeout }, () =>
  expectToPass(forgetting, { rounds: 1 }),
)
