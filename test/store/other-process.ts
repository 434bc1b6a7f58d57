// Another Ferry process over a store: opens it and then does what it is told, one thing at a time.
import { systemClock } from '../../src/async/clock.ts'
import { isAppError } from '../../src/errors/errors.ts'
import type { Backend } from '../../src/store/backend.ts'
import { openRedis } from '../../src/store/redis/redis.ts'
import { openSqlite } from '../../src/store/sqlite/sqlite.ts'
import type { Lease } from '../../src/store/store.ts'
import { aWatch } from './samples.ts'
import { storeOver } from './world.ts'

const [, , place = '', waitMs = '0', leaseMs = '10000'] = process.argv
const tell = (outcome: string) => void process.send?.(outcome)

async function open(): Promise<Backend> {
  const options = { leaseMs: Number(leaseMs) }
  if (place.startsWith('redis:')) return openRedis({ url: place, ...options })
  return openSqlite({ path: place, clock: systemClock, waitMs: Number(waitMs), ...options })
}

try {
  const backend = await open()
  const store = storeOver(backend, systemClock)
  let lease: Lease | undefined
  const acts: Readonly<Record<string, () => Promise<string>>> = {
    async lease() {
      lease = await store.lease('owner', 'red')
      return lease === undefined ? 'no lease' : 'leased'
    },
    async commit() {
      const { watches, commit } = store.in('T1')
      const outcome = await commit([watches.putting('w', aWatch('red'))], lease).then(() => 'written', codeOf)
      return `${outcome}, ${lease?.signal.aborted ? 'knows that it is over' : 'believes that it goes on'}`
    },
    async stop() {
      await backend.stop()
      process.disconnect()
      return 'stopped'
    },
  }
  process.on('message', async (name) => {
    const outcome = (await acts[String(name)]?.()) ?? 'unknown act'
    if (process.connected) tell(outcome)
  })
  tell('open')
} catch (error) {
  tell(codeOf(error))
  process.disconnect()
}

function codeOf(error: unknown): string {
  return isAppError(error) ? error.code : String(error)
}
