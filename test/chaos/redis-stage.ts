import { type RedisServer, startRedis } from '../redis-server.ts'
import { startCrew } from './crew.ts'
import type { Stage } from './ends-tale.ts'
import { createEndsWorld } from './ends-world.ts'
import { type LeaseWatch, watchLeases } from './lease-watch.ts'
import type { Story } from './story.ts'
import { openTcpGate, type TcpGate } from './tcp-gate.ts'

export type RedisStage = Stage & {
  redis: RedisServer
  /** The way of each replica to Redis. */
  gates: readonly TcpGate[]
  /** Begins to watch a Redis that nobody can reach yet. */
  watch(port: number): Promise<LeaseWatch>
  /** The watch over the first Redis. */
  firstWatch: LeaseWatch
  byFormerLeader(): Promise<readonly string[]>
  /** Place of the replica that leads the workspace, or of any while nobody does. Sometimes of any in any case. */
  victim(): number
}

export type RedisStageOptions = { migrations: number; environment?: Record<string, string> }

const replicas = 3

/** Three replicas, each with its own way to one Redis, whose leases are watched. */
export async function openRedisStage(
  story: Story,
  { migrations, environment }: RedisStageOptions,
): Promise<RedisStage> {
  const redis = await startRedis()
  story.atEnd(redis.stop)
  const world = await createEndsWorld({ storeUrl: redis.url, migrations })
  story.atEnd(world.stop)
  const watches: LeaseWatch[] = []
  const watch = async (port: number) => {
    const next = await watchLeases(port)
    watches.push(next)
    story.atEnd(next.stop)
    return next
  }
  const firstWatch = await watch(portOf(redis))
  const gates = await Promise.all(Array.from({ length: replicas }, () => openTcpGate(portOf(redis))))
  for (const gate of gates) story.atEnd(gate.stop)
  const { SLACK_APP_TOKEN: _, ...overHttp } = world.environment
  const crew = startCrew(story, {
    size: replicas,
    environmentOf: (index) => ({ ...overHttp, ...environment, STORE_URL: `redis://127.0.0.1:${gates[index]?.port}` }),
    aheadMs: world.aheadMs,
  })
  return {
    ...{ story, world, crew, redis, gates, watch, firstWatch },
    async byFormerLeader() {
      await Promise.all(watches.map(({ stop }) => stop()))
      if (watches.every(({ fencedWrites }) => fencedWrites() === 0)) return ['the watch saw no write at all']
      return watches.flatMap(({ violations }) => violations())
    },
    victim() {
      const anybody = Math.floor(story.chance() * replicas)
      return story.chance() < leadersShare ? (crew.leader() ?? anybody) : anybody
    },
  }
}

/** How often trouble comes to the leader, who does the work. */
const leadersShare = 0.7

export function portOf({ url }: Pick<RedisServer, 'url'>): number {
  return Number(new URL(url).port)
}
