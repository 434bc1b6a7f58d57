import { z } from 'zod'
import { type RedisServer, startRedis } from '../../redis-server.ts'
import { askRedis } from '../ask-redis.ts'
import { endSome, tellEnds } from '../ends-tale.ts'
import { openRedisStage, portOf, type RedisStage } from '../redis-stage.ts'
import type { Trouble } from '../trouble.ts'

const variants = ['emptied', 'another Ferry’s', 'older'] as const
type Variant = (typeof variants)[number]

/**
 * The store's address leads to another store for a while: an empty one, another Ferry's, or an older copy. Nobody may
 * write there. Then the right store is back and every replica is restarted, as the message to the admins says.
 */
export const otherStores: Trouble = {
  name: 'other-store',
  title: 'Redis, another store for a while',
  rounds: 3,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: story.rounds * 6 })
    const { crew, gates, redis } = stage
    const complaints: string[] = []
    const outcome = await tellEnds({
      ...stage,
      async hit(round) {
        const variant = variants[round % variants.length] ?? 'emptied'
        const other = await otherStore(stage, variant)
        const before = await changesOf(other)
        const told = timesTold(stage)
        for (const gate of gates) gate.leadTo(portOf(other))
        await story.until('every replica to notice', () => timesTold(stage) >= told + crew.size)
        endSome(stage, round)
        await story.pause(story.between(1000, 4000))
        // Leases of an older copy may expire there by themselves.
        if (variant !== 'older' && (await changesOf(other)) !== before)
          complaints.push(`written to a store: ${variant}`)
        for (const gate of gates) gate.leadTo(portOf(redis))
        await Promise.all(crew.all().map(({ stop }) => stop()))
        for (let index = 0; index < crew.size; index += 1) crew.start(index)
        await crew.areReady()
        return variant
      },
    })
    return { ...outcome, complaints: [...outcome.complaints, ...complaints] }
  },
}

/** How often replicas have said that the store is not theirs. */
function timesTold({ crew }: RedisStage): number {
  return crew.printed().split('The store is not the one that Ferry started with').length - 1
}

async function otherStore({ story, redis }: RedisStage, variant: Variant): Promise<RedisServer> {
  const other = await startRedis()
  story.atEnd(other.stop)
  if (variant === 'emptied') return other
  const [key = ''] = z.array(z.string()).parse(await askRedis(redis, 'KEYS', '*identity:store'))
  const { id, generation } = identitySchema.parse(JSON.parse(String(await askRedis(redis, 'GET', key))))
  if (variant === 'older') {
    await askRedis(other, 'REPLICAOF', '127.0.0.1', String(portOf(redis)))
    await story.until('the copy to be whole', async () =>
      String(await askRedis(other, 'INFO', 'replication')).includes('master_link_status:up'),
    )
    await askRedis(other, 'REPLICAOF', 'NO', 'ONE')
  }
  const identity = variant === 'older' ? { id, generation: generation - 2 } : { id: 'another', generation }
  await askRedis(other, 'SET', key, JSON.stringify(identity))
  return other
}

const identitySchema = z.object({ id: z.string(), generation: z.number() })

/** How many changes a Redis has taken since it started. */
async function changesOf(redis: RedisServer): Promise<number> {
  const [, changes] =
    /rdb_changes_since_last_save:(\d+)/.exec(String(await askRedis(redis, 'INFO', 'persistence'))) ?? []
  return Number(changes)
}
