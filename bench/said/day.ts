import { createHuawei, type HuaweiSimulator } from '../../playground/huawei/simulator.ts'
import { createLocalSlack } from '../../playground/slack/server.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { cloudAccounts } from '../world/accounts.ts'
import { openBenchStore } from '../world/bot-parts.ts'
import { slackEnvironment, workspace } from '../world/ferry.ts'
import { accountsOf, channelId } from '../world/fleet.ts'
import { ask, type Program, startProgram } from '../world/program.ts'
import { measuredDay } from './day-figures.ts'
import { type DaySize, type DayStep, type Planned, planDay } from './day-plan.ts'
import { type DayHeard, type End, hearDay } from './day-said.ts'
import { createFastClock, type FastClockSetting, realNow } from './fast-clock.ts'
import { countRefused } from './refused.ts'

/**
 * How much one channel has to read in a day in which many migrations run and fail for a few causes. Compared with one
 * message for each event. The day passes four hundred times as fast as a real one, for Slack's limits, too.
 */
export const day: Row = {
  name: 'day',
  isWaiting: true,
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const size = isQuick ? quickSize : fullSize
    const setting = { anchoredAt: realNow(), startsAt: midnight - headStartMs, speed }
    const clock = createFastClock(setting)
    const cloud = createHuawei({ clock, accounts: cloudAccounts(1), behaviour: { runningLimit: size.migrations } })
    const server = await cloud.listen()
    const slack = await createLocalSlack({
      channels: [{ id: channel, name: 'migrations' }],
      clock,
      hasRateLimits: true,
    })
    const storeUrl = fleets.emptyStore()
    await storeAccount(storeUrl, server.url)
    const heard = hearDay(slack, { channel, clock })
    const refused = countRefused([slack])
    const bot = await startBot(setting, { ...slackEnvironment(slack), STORE_URL: storeUrl, CLOUD_URL: server.url })
    try {
      const ends = await live({ size, clock, cloud, bot, heard })
      await heard.all(ends, patienceMs)
      const decided = await ask(bot, { ask: 'counts' })
      const what = `a day of ${size.migrations} migrations in one channel`
      return [...measuredDay(what, { heard, ends, decided, isQuick }), informationOf(refused.judged(what))]
    } finally {
      await bot.stop()
      refused.stop()
      heard.stop()
      await server.stop()
      await slack.stop()
    }
  },
}

/**
 * At this speed, three seconds, for which a post that Slack does not answer holds its channel up, are 7.5 ms of the
 * machine's: no bar can be set.
 */
function informationOf({ what, measured }: Measurement): Measurement {
  return { what, measured, bar: '' }
}

const channel = channelId(0)
const speed = 400
const midnight = Date.UTC(2026, 2, 2)
/** Time on the fast clock in which the bot starts. */
const headStartMs = 3 * 60_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** How long an end that was not told is waited for, on the fast clock: half a minute of the machine’s, which may be busy. */
const patienceMs = 30_000 * speed

const fullSize: DaySize = {
  ...{ migrations: 200, batch: 80, dayMs: 24 * hourMs, shortestMs: 10 * minuteMs, longestMs: 4 * hourMs },
  ...{ paused: 10, stalled: 5, mostInBurst: 8, mostInFull: 12 },
}
const quickSize: DaySize = {
  ...{ migrations: 28, batch: 24, dayMs: 28 * minuteMs, shortestMs: 2 * minuteMs, longestMs: 6 * minuteMs },
  ...{ paused: 1, stalled: 0, mostInBurst: 2, mostInFull: 2 },
}

async function storeAccount(storeUrl: string, cloudUrl: string): Promise<void> {
  const store = await openBenchStore(storeUrl)
  for (const account of accountsOf(1, cloudUrl)) await store.in(workspace).accounts.set(account.name, account)
  await store.stop()
}

function startBot(setting: FastClockSetting, environment: Record<string, string>): Promise<Program> {
  return startProgram({
    script: new URL('./day-bot.ts', import.meta.url),
    environment: { ...environment, CLOCK: JSON.stringify(setting) },
  })
}

type Living = {
  size: DaySize
  clock: ReturnType<typeof createFastClock>
  cloud: HuaweiSimulator
  bot: Program
  heard: DayHeard
}

/** Plays the day. Resolves when it is over to all ends that there were. */
async function live({ size, clock, cloud, bot, heard }: Living): Promise<End[]> {
  const ends: End[] = []
  for (const step of planDay(size)) {
    await clock.sleep(midnight + step.at - clock.now())
    // Somebody retries what they have been told has failed.
    if (step.what === 'is retried')
      await heard.all(
        ends.filter(({ id }) => id === step.id),
        patienceMs,
      )
    if (!isPossible(step, cloud)) continue
    await take(step, { cloud, bot })
    if (step.what === 'fails') ends.push({ id: step.id, outcome: 'failed', at: clock.now() })
  }
  await clock.sleep(midnight + size.dayMs - clock.now())
  const latest = clock.now() + patienceMs
  while (clock.now() < latest && !tasksOf(cloud).every(hasEnded)) await clock.sleep(minuteMs)
  const succeeded = tasksOf(cloud).filter(({ status }) => status === statuses.succeeded)
  return [...ends, ...succeeded.map(({ id }): End => ({ id: String(id), outcome: 'succeeded' }))]
}

/** Where the machine is late, a migration may have ended by itself before the step that the plan has for it. */
function isPossible({ id, what }: DayStep, cloud: HuaweiSimulator): boolean {
  if (what === 'begins') return true
  const task = tasksOf(cloud).find((one) => String(one.id) === id)
  return task !== undefined && (what === 'is retried' ? task.status === statuses.failed : !hasEnded(task))
}

function hasEnded({ status }: { status?: number }): boolean {
  return status === statuses.failed || status === statuses.succeeded
}

/** As OMS numbers them. */
const statuses = { failed: 4, succeeded: 5 }

function tasksOf(cloud: HuaweiSimulator) {
  return cloudAccounts(1).flatMap(({ projectId }) => cloud.tasks(projectId))
}

async function take(step: DayStep, { cloud, bot }: Pick<Living, 'cloud' | 'bot'>): Promise<void> {
  const { id, what } = step
  const act = (verb: string, user: string) => ask(bot, { ask: 'act', id, user, verb })
  switch (what) {
    case 'begins': {
      begin(step.plan, cloud)
      await ask(bot, { ask: 'watch', id, channel, user: 'U0ENGINEER' })
      return
    }
    case 'fails':
      return cloud.failTask(id, step.code)
    case 'stalls':
      return cloud.stallTask(id)
    case 'moves':
      return cloud.moveTask(id)
    case 'is paused':
      return void (await act('pause', 'U0ENGINEER'))
    case 'is resumed':
      return void (await act('start', 'U0ENGINEER'))
    case 'is retried':
      return void (await act('retry', 'U0ONCALL'))
    default:
      return step satisfies never
  }
}

function begin({ id, from, to, runsMs, bytesPerSecond }: Planned, cloud: HuaweiSimulator): void {
  const [{ projectId } = { projectId: '' }] = cloudAccounts(1)
  const bytes = Math.round((bytesPerSecond * runsMs) / 1000)
  const objects = Math.ceil(bytes / 4e6)
  cloud.addTask(projectId, { id, status: 1, sourceBucket: from, destinationBucket: to, bytes, objects, bytesPerSecond })
}
