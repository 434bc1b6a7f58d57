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
      const single = await pairsOf(pairs, both, (client) => oneByOne(clicks, client, isQuick ? 20 : 100))
      const crowd = await besideBusyLoops(busyLoops, () => pairsOf(pairs, both, (client) => together(clicks, client)))
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

type Both = Record<'ours' | 'theirs', SlackClient>

/** Pairs of the p95 of both sides, measured in turns. The first pair only warms up. */
async function pairsOf(
  count: number,
  { ours, theirs }: Both,
  sample: (client: SlackClient) => Promise<number[]>,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let pair = 0; pair <= count; pair += 1) {
    const oursMs = quantile(await sample(ours), 0.95)
    pairs.push({ oursMs, theirsMs: quantile(await sample(theirs), 0.95) })
  }
  return pairs.slice(1)
}

async function oneByOne(clicks: Clicks, client: SlackClient, count: number): Promise<number[]> {
  const samples: number[] = []
  for (let click = 0; click < count; click += 1) {
    const user = people[click % people.length]?.id ?? ''
    samples.push(await clicks.click({ client, user }))
  }
  return samples
}

function together(clicks: Clicks, client: SlackClient): Promise<number[]> {
  return Promise.all(people.map(({ id }) => clicks.click({ client, user: id })))
}

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
