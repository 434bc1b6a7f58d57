import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite'
import { Keyv } from 'keyv'
import * as vitest from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import type { Backend } from '../../src/store/backend.ts'
import { KeyvStorage } from '../../src/store/keyv/storage.ts'
import { openRedis } from '../../src/store/redis/redis.ts'
import { openMemory } from '../../src/store/sqlite/sqlite.ts'
import { type RedisServer, redisIsInstalled, startRedis } from '../redis-server.ts'

const { afterAll, beforeAll, describe } = vitest

/** Keyv's own tests of a storage. They know nothing of Ferry. */
function describeStorage(open: () => Promise<Backend>): void {
  let backend: Backend
  beforeAll(async () => {
    backend = await open()
  })
  afterAll(() => backend.stop())
  keyvTestSuite(vitest, Keyv, () => new KeyvStorage(backend))
  keyvIteratorTests(vitest, Keyv, () => new KeyvStorage(backend))
}

describe('Keyv over SQLite', () => describeStorage(async () => openMemory({ clock: systemClock })))

describe.skipIf(!redisIsInstalled)('Keyv over Redis', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server.stop())
  describeStorage(() => openRedis({ url: server.url }))
})
