import { createLocalSlack, type LocalSlack } from '../../playground/slack/server.ts'
import { median, ms, type Pair, pairsFor, ratioOf } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { slackEnvironment, startFerry } from '../world/ferry.ts'
import { startProgram } from '../world/program.ts'
import { type Clicks, clicksIn } from './clicks.ts'
import { atOnceBesideBusyLoops, busyLoops, crowdSize, oneByOne, pairsAt } from './crowd.ts'
import { createSlackClient } from './slack-client.ts'

/** Time from a click to the arrival of the form that it opens, compared with a Bolt app that opens the same form. */
export const form: Row = {
  name: 'form',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack({ users: people })
    const clicks = clicksIn(slack, 'connect')
    const environment = { ADMINS: people.map(({ id }) => id).join(',') }
    const ferry = await startFerry({ slack, storeUrl: fleets.emptyStore(), environment })
    const ours = createSlackClient(ferry.url, crowdSize)
    // The first click of each person has Ferry ask Slack who they are. The form is then the same for all.
    for (const { id } of people) await clicks.click({ client: ours, user: id })
    const bare = await startBare(slack, clicks.lastForm())
    const theirs = createSlackClient(bare.url, crowdSize)
    const userOf = (person: number) => people[person]?.id ?? ''
    const sides = {
      ours: (person: number) => clicks.click({ client: ours, user: userOf(person) }),
      theirs: (person: number) => clicks.click({ client: theirs, user: userOf(person) }),
    }
    const pairs = pairsFor(isQuick)
    try {
      const single = await oneByOne(sides, { blocks: pairs, acts: isQuick ? 50 : 150 })
      return judged(single, await atOnceBesideBusyLoops(sides, pairs), clicks)
    } finally {
      await Promise.all([ours.stop(), theirs.stop()])
      await Promise.all([ferry.stop(), bare.stop()])
      await slack.stop()
    }
  },
}

const people = Array.from({ length: crowdSize }, (_, index) => ({
  id: `U0BENCH${String(index).padStart(2, '0')}`,
  name: `bench-${index}`,
  isAdmin: true,
}))

function startBare(slack: LocalSlack, view: string) {
  const environment = { ...slackEnvironment(slack), FORM: view }
  return startProgram({ script: new URL('./bare-bolt.ts', import.meta.url), environment })
}

function judged(single: Parameters<typeof pairsAt>[1], crowd: readonly Pair[], clicks: Clicks): Measurement[] {
  const what = 'click to form, against a bare Bolt app'
  const [p50, p95] = [ratioOf(pairsAt(0.5, single)), ratioOf(pairsAt(0.95, single))]
  const ours = crowd.map((pair) => pair.ours)
  return [
    { what: `${what}: one by one, p50`, measured: p50.measured, bar: '≤ 1.2 ×', isMet: p50.ratio <= 1.2 },
    { what: `${what}: one by one, p95`, measured: p95.measured, bar: '' },
    {
      what: `${what}: ${crowdSize} at once beside ${busyLoops} busy loops, p95`,
      measured: `${ratioOf(crowd).measured}, longest ${ms(Math.max(...ours))}`,
      bar: '< 1 s',
      isMet: median(ours) < 1000,
    },
    {
      what: 'click to form: expired triggers',
      measured: String(clicks.expired()),
      bar: '0',
      isMet: clicks.expired() === 0,
    },
  ]
}
