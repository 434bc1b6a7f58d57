import { createLocalSlack } from '../../playground/slack/server.ts'
import { median, type Pair, pairsFor, ratioOf, timed } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { slackEnvironment, startFerry } from '../world/ferry.ts'
import { startProgram } from '../world/program.ts'
import { atOnce, atOnceBesideBusyLoops, busyLoops, crowdSize, oneByOne, pairsAt, type Sides } from './crowd.ts'
import { openReplies } from './replies.ts'
import { commandForm, createSlackClient, signedForm } from './slack-client.ts'

/** Time until Slack gets an acknowledgement, compared with a Bolt app that only acknowledges. */
export const ack: Row = {
  name: 'ack',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack()
    const replies = await openReplies()
    const ferry = await startFerry({ slack, storeUrl: fleets.emptyStore() })
    const bare = await startProgram({
      script: new URL('./bare-bolt.ts', import.meta.url),
      environment: slackEnvironment(slack),
    })
    const [ours, theirs] = [createSlackClient(ferry.url, crowdSize), createSlackClient(bare.url, crowdSize)]
    const command = (url: string, person: number) =>
      signedForm(slack.app.signingSecret, commandForm('help', url, `U0BENCH${person}`))
    const sides: Sides = {
      async ours(person) {
        const { url, arrived } = replies.expect()
        const tookMs = await timed(() => ours.send(command(url, person)))
        // The plain app does not share the machine with Ferry's further work.
        await arrived
        return tookMs
      },
      theirs: (person) => timed(() => theirs.send(command(replies.url, person))),
    }
    const pairs = pairsFor(isQuick)
    try {
      const single = await oneByOne(sides, { blocks: pairs, acts: isQuick ? 50 : 200 })
      const quiet = await atOnce(sides, pairs)
      return judged(single, quiet, await atOnceBesideBusyLoops(sides, pairs))
    } finally {
      await Promise.all([ours.stop(), theirs.stop()])
      await Promise.all([ferry.stop(), bare.stop(), replies.stop()])
      await slack.stop()
    }
  },
}

function judged(single: Parameters<typeof pairsAt>[1], quiet: readonly Pair[], busy: readonly Pair[]): Measurement[] {
  const what = 'slash command to ack, against a bare Bolt app'
  const [p95, many, beside] = [ratioOf(pairsAt(0.95, single)), ratioOf(quiet), ratioOf(busy)]
  const crowd = `${crowdSize} at once`
  return [
    { what: `${what}: one by one, p95`, measured: p95.measured, bar: '≤ 1.5 ×', isMet: p95.ratio <= 1.5 },
    { what: `${what}: one by one, p50`, measured: ratioOf(pairsAt(0.5, single)).measured, bar: '' },
    { what: `${what}: ${crowd}, p95`, measured: many.measured, bar: '≤ 2.5 ×', isMet: many.ratio <= 2.5 },
    {
      what: `${what}: ${crowd} beside ${busyLoops} busy loops, p95`,
      measured: beside.measured,
      bar: '< 1 s',
      isMet: median(busy.map(({ ours }) => ours)) < 1000,
    },
  ]
}
