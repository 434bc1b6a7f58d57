import { endSome, tellEnds } from '../ends-tale.ts'
import { openRedisStage, portOf } from '../redis-stage.ts'
import type { Trouble } from '../trouble.ts'

/** Sometimes Redis is away for longer than a lease, which survives in its file. */
export const redisRestarts: Trouble = {
  name: 'redis-restart',
  title: 'Redis killed and restarted (appendonly yes)',
  rounds: 6,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: story.rounds * 6 })
    const { redis, gates, watch } = stage
    return tellEnds({
      ...stage,
      async hit(round) {
        const isLong = story.chance() < 0.3
        // Nobody gets in before the watch does.
        for (const gate of gates) gate.close('refusing')
        await redis.kill()
        await story.pause(story.between(100, 3000))
        endSome(stage, round)
        if (isLong) await story.pause(story.between(9000, 12_000))
        await redis.restart()
        await watch(portOf(redis))
        for (const gate of gates) gate.open('lost')
        return isLong ? 'long restart' : 'restart'
      },
    })
  },
}

/**
 * One replica reaches Slack and the clouds, but not Redis. What it has sent may be lost, or arrive when its lease has
 * long been somebody else's.
 */
export const partitions: Trouble = {
  name: 'partition',
  title: 'Redis, one of 3 replicas cut off for 12–20 s',
  rounds: 4,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: story.rounds * 9 })
    const { gates, victim } = stage
    return tellEnds({
      ...stage,
      async hit(round) {
        const gate = gates[victim()]
        const how = story.oneOf(['refusing', 'silent'] as const)
        const kept = how === 'refusing' ? 'lost' : story.oneOf(['late', 'late', 'lost'] as const)
        gate?.close(how)
        await story.pause(story.between(1000, 6000))
        endSome(stage, round)
        await story.pause(story.between(11_000, 14_000))
        gate?.open(kept)
        return how === 'refusing'
          ? 'refused'
          : `silent, ${kept === 'late' ? 'what was sent arrives late' : 'what was sent is lost'}`
      },
    })
  },
}
