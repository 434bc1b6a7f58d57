import type { Crew } from '../crew.ts'
import { endingIn, type Stage, tellEnds } from '../ends-tale.ts'
import { openRedisStage } from '../redis-stage.ts'
import { openSqliteStage } from '../sqlite-stage.ts'
import type { Trouble } from '../trouble.ts'

const minuteMs = 60_000
/** How far the clock is set, in the order of the rounds: as far as every cloud accepts, and further. */
const jumpsMs = [-4, 4, -60, 60].map((minutes) => minutes * minuteMs)
/** The greatest difference that NAVER accepts, in milliseconds. Huawei accepts more, and UpCloud any. */
const acceptedMs = 5 * minuteMs
/** Ferry polls every second here. Two intervals, and what a busy machine needs to ask each process, in milliseconds. */
const twoIntervalsMs = 2000
const machineMs = 4000

/** One process, whose clock is set back and forth, and put right again. */
export const sqliteClocks: Trouble = {
  name: 'sqlite-clock',
  title: 'SQLite, the clock set back and forth by 4 minutes and an hour',
  rounds: 4,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: story.rounds * 6 })
    return tellWithClocks(stage, () => stage.crew.at(0))
  },
}

/** One of several replicas, mostly the one that leads the workspace. The others have the right time. */
export const redisClocks: Trouble = {
  name: 'redis-clock',
  title: 'Redis, 3 replicas, the clock of one set back and forth',
  rounds: 4,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: story.rounds * 6 })
    return tellWithClocks(stage, () => stage.crew.at(stage.victim()))
  },
}

async function tellWithClocks<Place extends Stage & Pick<Parameters<typeof tellEnds>[0], 'byFormerLeader'>>(
  stage: Place,
  victim: () => ReturnType<Crew['at']>,
) {
  const { story, crew } = stage
  const late: string[] = []
  const outcome = await tellEnds({
    ...stage,
    async hit(round) {
      const byMs = jumpsMs[round % jumpsMs.length] ?? 0
      const minutes = byMs / minuteMs
      const ferry = victim()
      ferry.setAhead(byMs)
      const roundsMs = await spanOf(() => crew.lookAround(2))
      if (roundsMs > twoIntervalsMs + machineMs) late.push(`two rounds took ${roundsMs} ms after ${minutes} minutes`)
      if (Math.abs(byMs) < acceptedMs)
        await story.until('the ends, by the new time', () => untoldOf(stage, round) === 0)
      await story.pause(story.between(500, 3000))
      ferry.setAhead(0)
      const againMs = await spanOf(() => crew.lookAround(2))
      if (againMs > twoIntervalsMs + machineMs) late.push(`two rounds took ${againMs} ms after the clock was put right`)
      await story.until('the ends, by the right time', () => untoldOf(stage, round) === 0)
      return `${minutes > 0 ? '+' : ''}${minutes} min`
    },
  })
  return { ...outcome, complaints: [...outcome.complaints, ...late] }
}

/** How many ends of this round some channel has not been told. */
function untoldOf(stage: Stage, round: number): number {
  const buckets = new Set(endingIn(stage, round).map((index) => stage.world.watched[index]?.bucket))
  return stage.world.untold().filter((name) => buckets.has(name.split(' ')[0])).length
}

async function spanOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return Math.round(performance.now() - startedAt)
}
