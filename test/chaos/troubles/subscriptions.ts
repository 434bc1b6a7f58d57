import { actsIn } from '../../acts.ts'
import { createPerson, type Person } from '../../flows/person.ts'
import { readingOf } from '../../flows/reading.ts'
import { countsOf } from '../counts.ts'
import type { EndsCloud } from '../ends-clouds.ts'
import { keepLog } from '../ends-tale.ts'
import { announces } from '../ends-told.ts'
import { openSqliteStage, type SqliteStage } from '../sqlite-stage.ts'
import type { Outcome, Trouble } from '../trouble.ts'

/**
 * Ferry is killed while somebody subscribes, while what the channel sees is on its way, and while the subscription is
 * ended. Each round has a channel of its own.
 */
export const subscriptionKills: Trouble = {
  name: 'subscription-kill',
  title: 'SQLite, kill -9 while a set is followed',
  rounds: 6,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: 0 })
    const { crew, world } = stage
    const followed: Followed[] = []
    const complaints: string[] = []
    try {
      await crew.areReady()
      for (let round = 0; round < story.rounds; round += 1) await follow(stage, round, followed)
      // Further rounds of polling would show what was left half done.
      await crew.lookAround(3)
      await story.until('every message to be accepted', async () => (await crew.undelivered()) === 0)
    } catch (error) {
      complaints.push(String(error))
    }
    complaints.push(...(await crew.stop()))
    const outcome = { ...reportOn(stage, followed), byFormerLeader: await stage.byFormerLeader() }
    const { falselyDeleted } = world.report()
    const whole = { ...outcome, falselyDeleted, complaints: [...outcome.complaints, ...complaints] }
    await keepLog(stage, whole)
    return whole
  },
}

type Planted = { bucket: string; id: string; cloud: EndsCloud }

/** A channel that follows all accounts, and the migrations of its round. */
type Followed = {
  channel: string
  shows: string
  /** Migrations that end while the channel follows them. */
  during: readonly Planted[]
  /** Migrations that end before it follows them, or after. */
  outside: readonly Planted[]
}

/** One subscription from its beginning to its end. Ferry is killed three times. */
async function follow(stage: SqliteStage, round: number, followed: Followed[]): Promise<void> {
  const { story, world } = stage
  const channel = world.channels[round % world.channels.length]?.id ?? ''
  const shows = story.oneOf(['announcements', 'board', 'cards'])
  const plant = (words: string) => world.clouds.map((cloud) => planted(cloud, `${words}-${cloud.name}-${round}`))
  const [before, soon, later, after] = ['before', 'soon', 'later', 'after'].map(plant)
  if (!before || !soon || !later || !after) throw new Error('There is nothing to follow')
  followed.push({ channel, shows, during: [...soon, ...later], outside: [...before, ...after] })
  const person = createPerson('U0ENGINEER', channel, {
    world: world.slack.world,
    act: actsIn(world.slack),
    picture: () => '',
  })
  endAll(before)
  await typesDespiteKill(stage, person, { text: `subscribe all ${shows}`, outcome: /\bfollows all accounts/ })
  endAll(soon)
  if (story.chance() < 0.5) world.spoil('chat.postMessage', { kind: story.oneOf(['cut_before', 'cut_after']) })
  await killAt(stage)
  endAll(later)
  await story.until('every end to be told', () => reportOn(stage, followed).lost.length === 0)
  const over = /no longer follows all accounts|has no subscription to all accounts/
  await typesDespiteKill(stage, person, { text: 'unsubscribe all', outcome: over })
  endAll(after)
}

function planted(cloud: EndsCloud, bucket: string): Planted {
  return { bucket, cloud, id: cloud.plant(bucket) }
}

function endAll(some: readonly Planted[]): void {
  for (const [index, { cloud, id }] of some.entries()) cloud.end(id, index % 2 === 0 ? 'succeeds' : 'fails')
}

/** Kills Ferry soon after somebody has typed something, and starts it again. They type it again. */
async function typesDespiteKill(
  stage: SqliteStage,
  person: Person,
  { text, outcome }: { text: string; outcome: RegExp },
): Promise<void> {
  // The answer may never come.
  void person.types(text).catch(() => {})
  await killAt(stage)
  const answers = () => person.messages().filter((one) => outcome.test(readingOf(one))).length
  const earlier = answers()
  await person.types(text)
  await stage.story.until(`the answer to ${text}`, () => answers() > earlier)
}

/** The kill comes with a random one of this many calls to Slack and the clouds, or after this time. */
const mostCalls = 16
const longestWaitMs = 1000

async function killAt({ story, world, crew }: SqliteStage): Promise<void> {
  const lastCall = world.calls() + story.between(0, mostCalls)
  const latest = Date.now() + story.between(0, longestWaitMs)
  await story.until('a moment', () => world.calls() >= lastCall || Date.now() >= latest)
  await crew.kill(0)
  crew.start(0)
  await crew.areReady()
}

/** Compares the words to the channels with what happened while they followed it. */
function reportOn(
  { world }: SqliteStage,
  followed: readonly Followed[],
): Omit<Outcome, 'falselyDeleted' | 'byFormerLeader'> {
  const messages = world.messages()
  const timesTold = (channel: string, bucket: string) =>
    messages.filter((one) => one.channel === channel && announces(one, bucket)).length
  const everything = followed.flatMap(({ during, outside }) => [...during, ...outside])
  const pairs = followed.flatMap(({ channel, shows, during }) =>
    everything.map(({ bucket }) => ({
      name: `${bucket} in ${channel} with ${shows}`,
      isFollowed: during.some((one) => one.bucket === bucket),
      times: timesTold(channel, bucket),
    })),
  )
  const those = (fits: (pair: (typeof pairs)[number]) => boolean) => pairs.filter(fits).map(({ name }) => name)
  const strange = those(({ isFollowed, times }) => !isFollowed && times > 0)
  return {
    done: `killed 3 times with ${countsOf(followed.map(({ shows }) => shows))}`,
    ends: pairs.filter(({ isFollowed }) => isFollowed).length,
    lost: those(({ isFollowed, times }) => isFollowed && times === 0),
    toldTwice: [...those(({ times }) => times > 1), ...world.report().repeated.map((key) => `${key} was posted twice`)],
    complaints: strange.map((name) => `told although not followed then: ${name}`),
  }
}
