import { appendFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countsOf } from './counts.ts'
import type { Crew } from './crew.ts'
import type { EndsWorld } from './ends-world.ts'
import type { Story } from './story.ts'
import type { Outcome } from './trouble.ts'

/** Everything that trouble can hit while ends are told. */
export type Stage = { story: Story; world: EndsWorld; crew: Crew }

export type Tale = Stage & {
  /** Prepares a round of trouble, before migrations end in it. */
  prepare?(round: number): Promise<void>
  /** One round of trouble, which has passed when it resolves. Resolves to what was done, or to several such things. */
  hit(round: number): Promise<string | readonly string[]>
  /** Called when everything has settled, before everybody is stopped. */
  atEnd?(): Promise<void>
  /** Writes that were accepted from somebody who did not hold the lease. Called when everybody has stopped. */
  byFormerLeader(): Promise<readonly string[]>
}

/** How long everything must be quiet at the end, in rounds of polling. */
const quietRounds = 3
/** A moment of trouble comes with a random one of this many calls to Slack and the clouds, or after this time. */
const mostCalls = 40
const longestWaitMs = 1500

/**
 * Waits until every migration is on a card. Then migrations end while trouble comes, round after round. When everything
 * has healed and settled, looks at what the channels were told.
 */
export async function tellEnds({ prepare, hit, byFormerLeader, atEnd, ...stage }: Tale): Promise<Outcome> {
  const { story, world, crew } = stage
  const complaints: string[] = []
  const done: string[] = []
  try {
    // A migration that ended before Ferry saw it gets a card and no announcement.
    await story.until('every card', () => world.withoutCard().length === 0)
    for (let round = 0; round < story.rounds; round += 1) {
      await prepare?.(round)
      endSome(stage, round)
      if (story.chance() < 0.4) world.spoil('chat.postMessage', { kind: story.oneOf(['cut_before', 'cut_after']) })
      await someMoment(stage)
      done.push(...[await hit(round)].flat())
    }
    await settle(stage)
  } catch (error) {
    complaints.push(String(error))
  }
  await atEnd?.()
  complaints.push(...(await crew.stop()))
  const report = world.report()
  const outcome = {
    ...report,
    // A message that Slack shows twice tells twice what it says.
    toldTwice: [...report.toldTwice, ...report.repeated.map((key) => `${key} was posted twice`)],
    done: countsOf(done),
    byFormerLeader: await byFormerLeader(),
    complaints,
  }
  await keepLog(stage, outcome)
  return outcome
}

/** Ends the share of the migrations that belongs to this round. */
export function endSome(stage: Pick<Stage, 'story' | 'world'>, round: number): void {
  for (const index of endingIn(stage, round)) stage.world.end(index)
}

/** Places of the migrations that end in this round. */
export function endingIn({ story, world }: Pick<Stage, 'story' | 'world'>, round: number): number[] {
  const { length } = world.watched
  return [...world.watched.keys()].filter((index) => Math.floor((index * story.rounds) / length) === round)
}

/** Waits for a random moment of Ferry's work. */
export async function someMoment({ story, world }: Pick<Stage, 'story' | 'world'>): Promise<void> {
  const lastCall = world.calls() + Math.floor(story.chance() * mostCalls)
  const latest = Date.now() + story.chance() * longestWaitMs
  await story.until('a moment', () => world.calls() >= lastCall || Date.now() >= latest)
}

async function settle({ story, world, crew }: Stage): Promise<void> {
  await crew.areReady()
  const isTold = await story.comesTrue('every end to be told', () => world.untold().length === 0)
  if (!isTold) return
  // Further rounds would show anything that was left half done, and a lost answer whose post is still looked up.
  await crew.lookAround(quietRounds)
  await story.until('every message to be accepted', async () => (await crew.undelivered()) === 0)
  const isShown = await story.comesTrue('every card to show the end', () => world.stale().length === 0)
  if (!isShown) throw new Error(`Cards still show as running: ${world.stale().join(', ')}`)
}

/** Keeps what the processes printed, if something went wrong. */
export async function keepLog({ crew }: Pick<Stage, 'crew'>, outcome: Outcome): Promise<void> {
  const { lost, falselyDeleted, byFormerLeader, toldTwice, complaints } = outcome
  if ([lost, falselyDeleted, byFormerLeader, toldTwice, complaints].every(({ length }) => length === 0)) return
  const file = join(tmpdir(), `ferry-chaos-${process.pid}.log`)
  await appendFile(file, `${JSON.stringify(outcome, undefined, 2)}\n${crew.printed()}\n`)
  process.stderr.write(`What the processes printed is in ${file}\n`)
}
