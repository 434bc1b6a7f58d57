import { setTimeout } from 'node:timers/promises'
import { createLocalSlack, type LocalSlack } from '../playground/slack/server.ts'
import { besideBusyLoops } from './busy.ts'
import { type Clicks, clicksIn } from './clicks.ts'
import { slackEnvironment, startFerry } from './ferry.ts'
import { median, ms, type Pair, pairsFor, quantile, ratioOf } from './figures.ts'
import { startProgram } from './program.ts'
import type { Bench, Measurement, Row } from './row.ts'
import { createSlackClient, type SlackClient } from './slack-client.ts'

/** Time from a click to the arrival of the form that it opens, compared with a Bolt app that opens the same form. */
export const form: Row = {
  name: 'form',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack({ users: people })
    const clicks = clicksIn(slack, 'connect')
    const environment = { ADMINS: people.map(({ id }) => id).join(',') }
    const ferry = await startFerry({ slack, storeUrl: fleets.emptyStore(), environment })
    const ours = createSlackClient(ferry.url, atOnce)
    // The first click of each person has Ferry ask Slack who they are. The form is then the same for all.
    for (const { id } of people) await clicks.click({ client: ours, user: id })
    const bare = await startBare(slack, clicks.lastForm())
    const theirs = createSlackClient(bare.url, atOnce)
    const both = { clicks, ours, theirs }
    const pairs = pairsFor(isQuick)
    try {
      const single = await singlePairs(pairs, both, isQuick ? 50 : 300)
      const crowd = await besideBusyLoops(busyLoops, () => crowdPairs(pairs, both))
      return judged({ single, crowd, clicks })
    } finally {
      await Promise.all([ours.stop(), theirs.stop()])
      await Promise.all([ferry.stop(), bare.stop()])
      await slack.stop()
    }
  },
}

const atOnce = 50
const busyLoops = 4
const people = Array.from({ length: atOnce }, (_, index) => ({
  id: `U0BENCH${String(index).padStart(2, '0')}`,
  name: `bench-${index}`,
  isAdmin: true,
}))

function startBare(slack: LocalSlack, view: string) {
  const environment = { ...slackEnvironment(slack), FORM: view }
  return startProgram({ script: './bare-bolt.ts', environment })
}

type Both = { clicks: Clicks } & Record<'ours' | 'theirs', SlackClient>

/** The p95 of both sides in each block of clicks, in which the sides take turns. The first block only warms up. */
async function singlePairs(count: number, { clicks, ours, theirs }: Both, clicksInBlock: number): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let pair = 0; pair <= count; pair += 1) {
    const [mine, others]: [number[], number[]] = [[], []]
    for (let click = 0; click < clicksInBlock; click += 1) {
      const user = people[click % people.length]?.id ?? ''
      mine.push(await clicks.click({ client: ours, user }))
      await setTimeout(settleMs)
      others.push(await clicks.click({ client: theirs, user }))
      await setTimeout(settleMs)
    }
    pairs.push({ oursMs: quantile(mine, 0.95), theirsMs: quantile(others, 0.95) })
  }
  return pairs.slice(1)
}

/** An app has work left when its form has arrived, which is not to slow down the other one. */
const settleMs = 2

/** Pairs of the p95 of both sides when all click at once. The first pair only warms up. */
async function crowdPairs(count: number, { clicks, ours, theirs }: Both): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let pair = 0; pair <= count; pair += 1) {
    const oursMs = quantile(await together(clicks, ours), 0.95)
    pairs.push({ oursMs, theirsMs: quantile(await together(clicks, theirs), 0.95) })
  }
  return pairs.slice(1)
}

function together(clicks: Clicks, client: SlackClient): Promise<number[]> {
  return Promise.all(people.map(({ id }) => clicks.click({ client, user: id })))
}

/** From a profile of 1,600 clicks, one by one. Bolt, web-api and undici cost both sides the same. */
const spentOn =
  'of 1.2 ms more a click, the store has 0.25, the command and its checks 0.25, the form 0.2, the front door 0.2'

type Measured = { single: readonly Pair[]; crowd: readonly Pair[]; clicks: Clicks }

function judged({ single, crowd, clicks }: Measured): Measurement[] {
  const what = 'click to form under load'
  const [alone, many] = [ratioOf(single), ratioOf(crowd)]
  const usual = median(crowd.map(({ oursMs }) => oursMs))
  const longest = Math.max(...crowd.map(({ oursMs }) => oursMs))
  return [
    {
      what: `${what}: one by one, p95, against a bare Bolt app`,
      measured: alone.measured,
      bar: '≤ 1.2 ×',
      isMet: alone.ratio <= 1.2,
      why: spentOn,
    },
    {
      what: `${what}: ${atOnce} at once beside ${busyLoops} busy loops, p95, against a bare Bolt app`,
      measured: `${many.measured}, longest ${ms(longest)}`,
      bar: '< 1 s',
      isMet: usual < 1000,
    },
    {
      what: `${what}: expired triggers`,
      measured: String(clicks.expired()),
      bar: '0',
      isMet: clicks.expired() === 0,
    },
  ]
}
