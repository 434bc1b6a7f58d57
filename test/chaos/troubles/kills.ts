import { tellEnds } from '../ends-tale.ts'
import { openRedisStage } from '../redis-stage.ts'
import { openSqliteStage } from '../sqlite-stage.ts'
import type { Trouble } from '../trouble.ts'

/** The next process sometimes starts before the one before it is dead, and has to wait for it. */
export const sqliteKills: Trouble = {
  name: 'sqlite-kill',
  title: 'SQLite, kill -9 at random moments',
  rounds: 15,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: Math.min(36, story.rounds * 6) })
    const { crew, world } = stage
    return tellEnds({
      ...stage,
      // The edit that shows an end is refused, and nobody remembers that after the kill.
      async prepare() {
        if (story.chance() < 0.3)
          for (let count = 0; count < 4; count += 1) world.spoil('chat.update', { kind: 'status', status: 500 })
      },
      async hit() {
        const before = crew.at(0)
        if (story.chance() < 0.2) {
          crew.start(0)
          await story.pause(story.between(500, 2000))
          await before.kill()
        } else {
          await before.kill()
          crew.start(0)
        }
        if (story.chance() < 0.8) await crew.areReady()
        return 'kill -9'
      },
    })
  },
}

export const redisKills: Trouble = {
  name: 'redis-kill',
  title: 'Redis, 3 replicas, kill -9',
  rounds: 12,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: Math.min(36, story.rounds * 6) })
    const { crew, victim } = stage
    return tellEnds({
      ...stage,
      async hit() {
        const isOne = story.chance() < 0.75
        const victims = isOne ? [victim()] : [...crew.all().keys()]
        await Promise.all(victims.map(crew.kill))
        await story.pause(story.between(0, 2000))
        victims.forEach(crew.start)
        if (story.chance() < 0.8) await crew.areReady()
        return isOne ? 'one killed' : 'all killed'
      },
    })
  },
}
