import { actsIn } from '../../acts.ts'
import { endingIn, type Stage, tellEnds } from '../ends-tale.ts'
import type { Fault } from '../misbehaviour.ts'
import { openSqliteStage } from '../sqlite-stage.ts'
import type { Trouble } from '../trouble.ts'

/**
 * Ferry is removed from channels in which ends are to be told, or the channels are archived, before a post or just after
 * its answer was lost. When Slack has refused a call there, Ferry is invited again, or the channel unarchived.
 */
export const absences: Trouble = {
  name: 'slack-channels',
  title: 'Ferry removed and invited; channels archived and unarchived',
  rounds: 6,
  async run(story) {
    const stage = await openSqliteStage(story, { migrations: story.rounds * 6 })
    let closures: Closure[] = []
    const closed: Closure[] = []
    const outcome = await tellEnds({
      ...stage,
      async prepare(round) {
        closures = drawClosures(stage, round)
        await Promise.all(
          closures.map((one) => (one.when === 'before a post' ? close(stage, one) : losePost(stage, one))),
        )
      },
      async hit() {
        await Promise.all(closures.map((one) => openAgain(stage, one)))
        closed.push(...closures)
        return closures.map(({ how, when }) => `${pastOf[how]} ${when}`)
      },
    })
    return { ...outcome, complaints: [...outcome.complaints, ...amissIn(stage.world, closed)] }
  },
}

type Closure = {
  channel: string
  how: 'kick' | 'archive'
  when: 'before a post' | 'after a lost answer'
  /** Whether it stays closed until somebody was told. If it is opened first, Ferry has nothing to tell. */
  isLong: boolean
  closedAt: number
}

const pastOf = { kick: 'removed', archive: 'archived' } as const
const opposites = { kick: 'invite', archive: 'unarchive' } as const

/** One to three of the channels in which migrations end in this round. */
function drawClosures(stage: Stage, round: number): Closure[] {
  const { story, world } = stage
  const places = endingIn(stage, round).flatMap((index) => world.watched[index]?.channels ?? [])
  const drawn = Array.from({ length: story.between(1, 4) }, () => story.oneOf(places))
  return [...new Set(drawn)].map((channel) => ({
    channel,
    how: story.oneOf(['kick', 'archive']),
    when: story.oneOf(['before a post', 'after a lost answer']),
    isLong: story.oneOf([true, false]),
    closedAt: 0,
  }))
}

function losePost({ story, world }: Stage, { channel }: Closure): void {
  const fault: Fault = { kind: story.oneOf(['cut_before', 'cut_after']) }
  // Before any other fault, which a post in another channel may use up.
  world.slack.world.faults.unshift({ method: 'chat.postMessage', times: 1, channel, fault })
}

async function close({ world }: Stage, closure: Closure): Promise<void> {
  closure.closedAt = world.now()
  await actsIn(world.slack)('channel', { action: closure.how, channel: closure.channel })
}

/** Waits until Slack has refused a call in the closed channel, and opens it. */
async function openAgain(stage: Stage, closure: Closure): Promise<void> {
  const { story, world } = stage
  const { channel, how, when } = closure
  if (when === 'after a lost answer') {
    await story.until('a post to be lost', () => !world.slack.world.faults.some((fault) => fault.channel === channel))
    await close(stage, closure)
  }
  await story.until('a refusal', () =>
    world.slack.world.calls.some(
      ({ at, args, error = '' }) => at >= closure.closedAt && args.channel === channel && refusals.includes(error),
    ),
  )
  const { isLong, closedAt } = closure
  if (isLong) await story.until('a notice', () => noticesAbout(channel, world).some(({ at }) => at >= closedAt))
  await story.pause(story.between(0, 1500))
  await actsIn(world.slack)('channel', { action: opposites[how], channel })
}

const refusals = ['not_in_channel', 'channel_not_found', 'is_archived', 'is_inactive']

/** Ferry's attempts to tell somebody by direct message of a channel. */
function noticesAbout(channel: string, { slack }: Stage['world']) {
  return slack.world.calls.filter(
    ({ method, args }) =>
      method === 'chat.postMessage' &&
      String(args.channel).startsWith('D') &&
      String(args.text).includes(`<#${channel}>`),
  )
}

/**
 * Complains if nobody was told by direct message of a channel that stayed closed for long, or somebody was told more than
 * once each time that it was closed.
 */
function amissIn({ messages }: Stage['world'], closed: readonly Closure[]): string[] {
  return [...new Set(closed.map(({ channel }) => channel))].flatMap((channel) => {
    const times = closed.filter((one) => one.channel === channel)
    const least = times.some(({ isLong }) => isLong) ? 1 : 0
    const told = messages().filter((one) => one.channel.startsWith('D') && one.text.includes(`<#${channel}>`))
    if (told.length >= least && told.length <= times.length) return []
    const texts = told.map(({ text }) => text).join(', ')
    return [`${channel} was closed ${times.length} times, and these are the notices: ${texts}`]
  })
}
