import { test } from 'vitest'
import { expectToPass } from './passes.ts'
import { redisKills } from './troubles/kills.ts'

test(
  'three replicas on Redis, killed one by one and together, announce every end exactly once',
  {
    timeout: 300_000,
  },
  () => expectToPass(redisKills, { rounds: 1 }),
)
