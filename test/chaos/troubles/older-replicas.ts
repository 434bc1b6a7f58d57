import { askRedis } from '../ask-redis.ts'
import { tellEnds } from '../ends-tale.ts'
import { openRedisStage } from '../redis-stage.ts'
import type { Trouble } from '../trouble.ts'

/**
 * A new version starts beside replicas of an older one, as if nobody had read that all have to be stopped. The store says
 * that it is of the version before, and the replicas that work with it stand for the older ones: they hold its leases.
 */
export const olderReplicas: Trouble = {
  name: 'older-replica',
  title: 'Redis, a new version started beside an older one',
  rounds: 2,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: story.rounds * 6 })
    const { crew, redis } = stage
    const complaints: string[] = []
    const outcome = await tellEnds({
      ...stage,
      // Whoever brings the store forward writes before anybody leads a workspace.
      byFormerLeader: async () => (await stage.byFormerLeader()).filter((one) => !one.endsWith('without a lease')),
      async hit() {
        await crew.areReady()
        const index = Math.floor(story.chance() * crew.size)
        await crew.at(index).stop()
        const version = Number(await askRedis(redis, 'GET', versionKey))
        await askRedis(redis, 'SET', versionKey, String(version - 1))
        const newer = crew.start(index)
        await story.until('the new version to refuse', () => newer.printed().includes('An older Ferry still works'))
        await story.until('the new version to end', () => !newer.isAlive())
        if (newer.metricsUrl() !== undefined) complaints.push('the new version worked beside the older ones')
        if (Number(await askRedis(redis, 'GET', versionKey)) !== version - 1) complaints.push('the store was changed')
        const others = crew.all().filter((ferry) => ferry !== newer)
        await Promise.all(others.map(({ stop }) => stop()))
        for (let place = 0; place < crew.size; place += 1) crew.start(place)
        await crew.areReady()
        return 'refused, then all replaced'
      },
    })
    return { ...outcome, complaints: [...outcome.complaints, ...complaints] }
  },
}

const versionKey = 'ferry:version'
