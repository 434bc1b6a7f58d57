import { createClient } from '@keyv/redis'
import { type RedisServer, startRedis } from '../../redis-server.ts'
import { endSome, tellEnds } from '../ends-tale.ts'
import type { LeaseWatch } from '../lease-watch.ts'
import { openRedisStage, portOf, type RedisStage } from '../redis-stage.ts'
import type { Story } from '../story.ts'
import type { Outcome, Trouble } from '../trouble.ts'

export const failoversUnguarded = failovers({ name: 'failover', minReplicas: 0 })
export const failoversGuarded = failovers({ name: 'failover-guarded', minReplicas: 1 })

/** After this time without a word from a replica, in seconds, a guarded primary takes no writes. */
const maxLagSeconds = 2

type Guard = { name: string; minReplicas: 0 | 1 }

/**
 * Three Redis servers, of which another one becomes the primary. In every second round, the replica of Ferry that leads
 * the workspace still reaches the former primary for a while. What is written there is lost when it follows the new one.
 */
function failovers({ name, minReplicas }: Guard): Trouble {
  return {
    name,
    title: `Redis failed over, min-replicas-to-write ${minReplicas}`,
    rounds: 4,
    mayTellTwice: true,
    needs: 'redis-server',
    run: (story) => failOver(story, minReplicas),
  }
}

async function failOver(story: Story, minReplicas: number): Promise<Outcome> {
  const stage = await openRedisStage(story, { migrations: story.rounds * 9 })
  const others = await Promise.all([startRedis(), startRedis()])
  for (const { stop } of others) story.atEnd(stop)
  const servers: Server[] = [stage.redis, ...others].map((redis) => ({ redis }))
  for (const { redis } of servers) {
    await send(redis, 'CONFIG', 'SET', 'min-replicas-to-write', String(minReplicas))
    await send(redis, 'CONFIG', 'SET', 'min-replicas-max-lag', String(maxLagSeconds))
    await send(redis, 'CONFIG', 'SET', 'repl-diskless-sync-delay', '0')
  }
  for (const other of others) await follow(story, other, stage.redis)
  const [first] = servers
  if (first !== undefined) first.watch = stage.firstWatch
  let discarded = 0
  const outcome = await tellEnds({
    ...stage,
    async hit(round) {
      const straggler = round % 2 === 0 ? undefined : stage.crew.leader()
      discarded += await promoteNext({ story, stage, servers, round, straggler })
      return straggler === undefined ? 'at once' : 'the leader 6–14 s later'
    },
  })
  return { ...outcome, done: `${outcome.done}; ${discarded} writes discarded` }
}

type Server = { redis: RedisServer; watch?: LeaseWatch }

type Promotion = { story: Story; stage: RedisStage; servers: Server[]; round: number; straggler: number | undefined }

/** Makes the next server the primary. Resolves to the number of fenced writes that the former one still took. */
async function promoteNext({ story, stage, servers, round, straggler }: Promotion): Promise<number> {
  const former = servers.shift()
  const [next, other] = servers
  if (former === undefined || next === undefined || other === undefined) throw new Error('A server is missing')
  servers.push(former)
  await send(next.redis, 'REPLICAOF', 'NO', 'ONE')
  const before = former.watch?.fencedWrites() ?? 0
  await follow(story, other.redis, next.redis)
  next.watch = await stage.watch(portOf(next.redis))
  for (const [index, gate] of stage.gates.entries()) if (index !== straggler) gate.leadTo(portOf(next.redis))
  if (straggler !== undefined) {
    endSome(stage, round)
    await story.pause(story.between(6000, 14_000))
    stage.gates[straggler]?.leadTo(portOf(next.redis))
  }
  await former.watch?.stop()
  await follow(story, former.redis, next.redis)
  return (former.watch?.fencedWrites() ?? 0) - before
}

async function follow(story: Story, follower: RedisServer, primary: RedisServer): Promise<void> {
  await send(follower, 'REPLICAOF', '127.0.0.1', String(portOf(primary)))
  await story.until('a Redis to follow another', async () =>
    String(await send(follower, 'INFO', 'replication')).includes('master_link_status:up'),
  )
}

async function send({ url }: RedisServer, ...words: string[]): Promise<unknown> {
  const client = await createClient({ url }).connect()
  try {
    return await client.sendCommand(words)
  } finally {
    client.destroy()
  }
}
