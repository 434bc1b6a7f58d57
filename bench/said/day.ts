import { setTimeout as sleep } from 'node:timers/promises'
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
 * message for each event. The day passes four hundred times as fast as a real one, for Slack's limits, too; on a busy
 * machine, where rounds would then take too long, it passes more slowly.
 */
export const day: Row = {
  name: 'day',
  isWaiting: true,
  async measure(bench: Bench): Promise<Measurement[]> {
    const speeds = bench.isQuick ? [400, 200, 50] : [400, 300]
    await sleep(bench.isQuick ? 0 : othersBeginMs)
    for (const speed of speeds) {
      const { measurements, slowShare } = await liveDay(speed, quickSize, bench)
      if (slowShare <= mostSlow || speed === speeds.at(-1)) {
        return bench.isQuick ? measurements : (await liveDay(speed, fullSize, bench)).measurements
      }
      process.stderr.write(
        `${Math.round(slowShare * 100)} % of the rounds of a day took too long: again, more slowly\n`,
      )
    }
    return []
  },
}

/** The first of the speeds is taken at which a short day has at most this share of slow rounds. */
const mostSlow = 0.2
/** While the rows beside this one begin, the machine is busier than afterwards. */
const othersBeginMs = 40_000

async function liveDay(speed: number, size: DaySize, { isQuick, fleets }: Bench) {
  const setting = { anchoredAt: realNow(), startsAt: midnight - headStartMs, speed }
  const clock = createFastClock(setting)
  const cloud = createHuawei({ clock, accounts: cloudAccounts(1), behaviour: { runningLimit: size.migrations } })
  const server = await cloud.listen()
  const slack = await createLocalSlack({ channels: [{ id: channel, name: 'migrations' }], clock, hasRateLimits: true })
  const storeUrl = fleets.emptyStore()
  await storeAccount(storeUrl, server.url)
  const heard = hearDay(slack, { channel, clock })
  const refused = countRefused([slack])
  const bot = await startBot(setting, { ...slackEnvironment(slack), STORE_URL: storeUrl, CLOUD_URL: server.url })
  // An end that was not told is waited for, on a busy machine for as long.
  const patienceMs = 30_000 * speed
  try {
    const ends = await live({ size, clock, cloud, bot, heard, patienceMs })
    await heard.all(ends, patienceMs)
    const { slowShare, ...decided } = await ask(bot, { ask: 'counts' })
    const what = `a day of ${size.migrations} migrations in one channel, ${speed} times as fast`
    const measurements = [...measuredDay(what, { heard, ends, decided, isQuick }), informationOf(refused.judged(what))]
    return { measurements, slowShare: Number(slowShare) }
  } finally {
    await bot.stop()
    refused.stop()
    heard.stop()
    await server.stop()
    await slack.stop()
  }
}

/** At such speeds, an answer of Slack takes seconds of the day: no bar can be set. */
function informationOf({ what, measured }: Measurement): Measurement {
  return { what, measured, bar: '' }
}

const channel = channelId(0)
const midnight = Date.UTC(2026, 2, 2)
/** Time on the fast clock in which the bot starts. */
const headStartMs = 3 * 60_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs

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
  /** How long something is waited for that may never come, on the day's clock. */
  patienceMs: number
}

/** Plays the day. Resolves when it is over to all ends that there were. */
async function live({ size, clock, cloud, bot, heard, patienceMs }: Living): Promise<End[]> {
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
