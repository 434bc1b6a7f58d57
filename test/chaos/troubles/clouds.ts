import type { Answering } from '../ends-clouds.ts'
import { endSome, type Stage, tellEnds } from '../ends-tale.ts'
import { openRedisStage, type RedisStage } from '../redis-stage.ts'
import { openSqliteStage } from '../sqlite-stage.ts'
import type { Trouble } from '../trouble.ts'

/** Time passes in jumps, so that "not found" lasts for hours. A migration counts as missing after ten minutes. */
export const forgetting: Trouble = {
  name: 'forget',
  title: 'clouds that forget everything',
  rounds: 4,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: 24 })
    return tellEnds({ ...stage, hit: (round) => answerFalsely(stage, 'empty', round) })
  },
}

/** A proxy leads elsewhere, or somebody connects the account to another project by mistake and corrects it. */
export const otherAccounts: Trouble = {
  name: 'other-account',
  title: 'Redis, clouds that answer for another account',
  rounds: 4,
  needs: 'redis-server',
  async run(story) {
    const stage = await openRedisStage(story, { migrations: 24 })
    return tellEnds({
      ...stage,
      hit: (round) =>
        round % 2 === 0 ? answerFalsely(stage, 'another account', round) : connectElsewhere(stage, round),
    })
  },
}

/** Less than a signature is valid: a request may be on its way. */
const longestJumpMs = 120_000

async function answerFalsely(stage: Stage, who: Answering, round: number): Promise<string> {
  const { story, world, crew } = stage
  const some = world.clouds.filter(() => story.chance() < 0.5)
  // At first all of them: those with many migrations, and the one with few.
  const liars = round === 0 ? world.clouds : some.length > 0 ? some : [story.oneOf(world.clouds)]
  for (const cloud of liars) cloud.answerAs(who)
  await passTime(stage, round)
  for (const cloud of liars) cloud.answerAs('itself')
  await crew.lookAround(2)
  return liars.length === 1 ? 'one cloud' : `${liars.length} clouds`
}

async function connectElsewhere(stage: RedisStage, round: number): Promise<string> {
  await stage.world.connect('elsewhere')
  await passTime(stage, round)
  await stage.world.connect('as before')
  await stage.crew.lookAround(2)
  return 'another project'
}

/** Many minutes pass in jumps. Meanwhile, migrations end. */
async function passTime(stage: Stage, round: number): Promise<void> {
  const { story, world, crew } = stage
  const jumps = story.between(8, 16)
  for (let jump = 0; jump < jumps; jump += 1) {
    await crew.lookAround(1)
    world.skip(story.between(60_000, longestJumpMs))
    crew.setAhead(world.aheadMs())
    if (jump === 2) endSome(stage, round)
  }
  await crew.lookAround(2)
}
