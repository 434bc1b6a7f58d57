import { createSimulatedClock } from '../../playground/clock.ts'
import type { Fault } from '../../playground/cloud/faults.ts'
import type { Message } from '../../playground/slack/protocol.ts'
import { actsIn, ImpossibleAct } from '../acts.ts'
import { createPerson, type Person } from '../flows/person.ts'
import { labelsIn, readingOf } from '../flows/reading.ts'
import { breaks } from '../providers/breaks.ts'
import { type CreationCloud, openClouds } from './creation-clouds.ts'
import { repeatedIn } from './ends-world.ts'
import { createSetting, type Setting } from './setting.ts'
import { approvers, asker, furnish, type Wish, wishesFor } from './wishes.ts'

/**
 * Everything around Ferry while it dies and comes back: people who request and approve, and three clouds that make
 * mistakes.
 */
export type CreationWorld = Pick<Setting, 'aheadMs' | 'skip'> & {
  /** Environment variables of the Ferry process. */
  environment: Record<string, string>
  /** In HTTP mode, sets the replica that Slack sends everything to. */
  connect(ferryUrl: string): void
  wishes: readonly Wish[]
  /**
   * Requests every migration from a running Ferry. Afterwards, the answer to the first order at each cloud will be
   * lost.
   */
  ask(): Promise<void>
  /**
   * Presses Approve for everybody whose approval the card does not show, except one person if the wish is not to be
   * approved. Returns at once.
   */
  approve(wish: Wish): void
  /** Resolves when a cloud receives a request that changes something, before it carries it out. */
  nextOrder(): Promise<void>
  /** Makes the next order at one of the clouds fail, or the next lookups there. `dice` are numbers from 0 to 1. */
  spoil(dice: { cloud: number; fault: number }): void
  person(id: string): Person
  /** Number of messages in Slack. */
  posts(): number
  report(): Report
  stop(): Promise<void>
}

export type Report = {
  /** Approved wishes that are not created, or whose card or thread does not say so. */
  missing: string[]
  /** Wishes that were created twice, or without approval. */
  tooMuch: string[]
  /** Announcements and messages that appear more than once. */
  repeated: string[]
  created: number
  /** How often a cloud received a request that changes something. */
  orders: number
}

const channels = Array.from({ length: 12 }, (_, index) => ({ id: `C0CHAOS${index}`, name: `chaos-${index}` }))
const doubt = 'About the warnings'

/** Builds the world. `each` is the number of approved wishes of each kind. */
export async function createCreationWorld({
  storeUrl,
  each,
}: {
  storeUrl: string
  each: number
}): Promise<CreationWorld> {
  const setting = await createSetting({ storeUrl, channels })
  const { slack, now } = setting
  const bell = createBell()
  // The clouds' time moves in steps of a minute: figures that change all the time would use up Slack's rate limits.
  const clock = createSimulatedClock(now(), () => now() - (now() % 60_000))
  const clouds = await openClouds({ clock, gatewayClock: { now }, onOrder: bell.ring })
  const wishes = wishesFor(clouds, { each, channels: channels.map(({ id }) => id) })
  await setting.furnish((workspace) => furnish(workspace, { clouds, wishes }))
  const place = { world: slack.world, act: actsIn(slack), picture: () => '' }
  const personIn = (channel: string, id: string) => createPerson(id, channel, place)
  const cards = new Map<string, string>()
  const threadOf = ({ channel, label }: Wish): Thread => {
    const ts = cards.get(label)
    const messages = slack.world.messages.get(channel) ?? []
    return {
      card: messages.find((one) => one.ts === ts),
      replies: messages.filter((one) => one.thread_ts === ts && one.ts !== ts),
    }
  }
  return {
    ...setting,
    environment: {
      ...setting.environmentFor(clouds.map(({ url }) => url)),
      ADMINS: [asker, ...approvers].join(','),
    },
    connect: slack.connect,
    wishes,
    async ask() {
      for (const wish of wishes) cards.set(wish.label, (await askFor(wish, personIn(wish.channel, asker))).ts)
      for (const { spoil } of clouds) spoil(lostAnswer)
    },
    approve(wish) {
      const people = wish.isApproved ? approvers : approvers.slice(1)
      for (const id of people) approve(threadOf(wish), personIn(wish.channel, id))
    },
    nextOrder: bell.next,
    spoil: (dice) => makeMistake(clouds, dice),
    person: (id) => personIn(channels[0]?.id ?? '', id),
    posts: () => [...slack.world.messages.values()].flat().length,
    report: () =>
      reportOn(wishes, { clouds, orders: bell.rings(), threadOf, messages: [...slack.world.messages.values()].flat() }),
    async stop() {
      await slack.stop()
      await Promise.all(clouds.map(({ stop }) => stop()))
    },
  }
}

type Thread = { card: Message | undefined; replies: readonly Message[] }

function createBell() {
  let next = Promise.withResolvers<void>()
  let rings = 0
  return {
    next: () => next.promise,
    rings: () => rings,
    ring() {
      rings += 1
      next.resolve()
      next = Promise.withResolvers<void>()
    },
  }
}

async function askFor({ command, label }: Wish, engineer: Person): Promise<Message> {
  await engineer.types(command)
  const summary = await engineer.faces(label)
  await engineer.sends(summary, readingOf(summary).includes(doubt) ? { [doubt]: ['yes'] } : {})
  return engineer.hears(`0 of ${approvers.length} approvals`)
}

/**
 * Presses Approve if the card shows no approval by this person. A press on a dead process is lost, so it is pressed
 * again.
 */
function approve({ card }: Thread, person: Person): void {
  if (card === undefined || !labelsIn(card).includes('Approve')) return
  if (readingOf(card).includes(`<@${person.id}> approved`)) return
  person.presses('Approve', card).catch((error: unknown) => {
    if (error instanceof ImpossibleAct) throw error
  })
}

const orders = { method: 'POST' }
const lostAnswer: Fault = { ...breaks.lost, ...orders }
const mistakes: readonly Fault[] = [
  lostAnswer,
  { ...breaks.cut, ...orders },
  { ...breaks.throttled, ...orders },
  { ...breaks.garbage, ...orders },
  { kind: 'slow', ms: 150, ...orders },
  { ...breaks.garbage, method: 'GET', times: 3 },
]

function makeMistake(clouds: readonly CreationCloud[], dice: { cloud: number; fault: number }): void {
  const fault = mistakes[Math.floor(dice.fault * mistakes.length)]
  if (fault !== undefined) clouds[Math.floor(dice.cloud * clouds.length)]?.spoil(fault)
}

type Seen = {
  clouds: readonly CreationCloud[]
  orders: number
  threadOf(wish: Wish): Thread
  messages: readonly Message[]
}

/** Compares the wishes with what is in the clouds and what people see in Slack. */
function reportOn(wishes: readonly Wish[], { clouds, orders, threadOf, messages }: Seen): Report {
  const made = clouds.flatMap((cloud) => cloud.made())
  const found = wishes.map((wish) => {
    const { card, replies } = threadOf(wish)
    const ids = made.filter(({ text }) => new RegExp(`^${wish.label}\\b`).test(text)).map(({ id }) => id)
    const told = replies.map(readingOf).filter((words) => words.includes('*Created*') && words.includes(`<@${asker}>`))
    const isLive = ids.some((id) => card !== undefined && readingOf(card).includes(id))
    return { wish, ids, told, isLive }
  })
  const labelled = (some: typeof found) => some.map(({ wish, ids }) => `${wish.label} of ${wish.spec.kind} ${ids}`)
  return {
    missing: labelled(
      found.filter(({ wish, ids, told, isLive }) => wish.isApproved && !(ids.length > 0 && told.length > 0 && isLive)),
    ),
    tooMuch: labelled(found.filter(({ wish, ids }) => ids.length > (wish.isApproved ? 1 : 0))),
    repeated: [...labelled(found.filter(({ told }) => told.length > 1)), ...repeatedIn(messages)],
    created: made.length,
    orders,
  }
}
