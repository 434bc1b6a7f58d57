import { endSome, tellEnds } from '../ends-tale.ts'
import { openRedisStage } from '../redis-stage.ts'
import type { Trouble } from '../trouble.ts'

/** A lease ends after ten seconds. A frozen replica wakes up later, in the middle of what it was doing. */
export const freezes: Trouble = {
  name: 'freeze',
  title: 'Redis, 3 replicas, SIGSTOP for 12–20 s',
  rounds: 4,
  mayTellTwice: true,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: story.rounds * 9 })
    const { crew, victim } = stage
    return tellEnds({
      ...stage,
      async hit(round) {
        const ferry = crew.at(victim())
        ferry.freeze()
        await story.pause(story.between(1000, 6000))
        endSome(stage, round)
        await story.pause(story.between(11_000, 14_000))
        ferry.thaw()
        return 'freeze'
      },
    })
  },
}
