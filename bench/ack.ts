import { setTimeout } from 'node:timers/promises'
import { createLocalSlack } from '../playground/slack/server.ts'
import { slackEnvironment, startFerry } from './ferry.ts'
import { comparison, median, quantile, timed } from './figures.ts'
import { startProgram } from './program.ts'
import { openReplies } from './replies.ts'
import type { Bench, Measurement, Row } from './row.ts'
import { commandForm, createSlackClient, signedForm } from './slack-client.ts'

/** Time until Slack gets an acknowledgement, compared with a Bolt app that only acknowledges. */
export const ack: Row = {
  name: 'ack',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack()
    const replies = await openReplies()
    const ferry = await startFerry({ slack, storeUrl: fleets.emptyStore() })
    const bare = await startProgram({ script: './bare-bolt.ts', environment: slackEnvironment(slack) })
    const [ferryClient, bareClient] = [createSlackClient(ferry.url), createSlackClient(bare.url)]
    const command = (url: string) => signedForm(slack.app.signingSecret, commandForm('help', url))
    const [ours, theirs]: [number[], number[]] = [[], []]
    try {
      for (let round = 0; round < (isQuick ? 500 : 4000); round += 1) {
        const { url, arrived } = replies.expect()
        ours.push(await timed(() => ferryClient.send(command(url))))
        // Waits for Ferry's answer, so that the plain app does not share the machine with Ferry's further work.
        await arrived
        await setTimeout(settleMs)
        theirs.push(await timed(() => bareClient.send(command(url))))
      }
    } finally {
      await Promise.all([ferryClient.stop(), bareClient.stop()])
      await Promise.all([ferry.stop(), bare.stop(), replies.stop()])
      await slack.stop()
    }
    return compared(ours.slice(warmUpRounds), theirs.slice(warmUpRounds))
  },
}

const warmUpRounds = 200
const settleMs = 2

function compared(ours: readonly number[], theirs: readonly number[]): Measurement[] {
  const [p99, p50] = [comparison(usualP99(ours), usualP99(theirs)), comparison(median(ours), median(theirs))]
  const what = 'slash command to ack, against a bare Bolt app'
  return [
    { what: `${what}, p99`, ...p99, bar: '≤ 1.2 ×', isMet: p99.ratio <= 1.2 },
    { what: `${what}, p50`, ...p50, bar: '' },
  ]
}

const blockSize = 200

/** The median of the p99 of each block, so that one bad second of the machine does not decide about all samples. */
function usualP99(samples: readonly number[]): number {
  const blocks = Array.from({ length: Math.floor(samples.length / blockSize) }, (_, index) =>
    quantile(samples.slice(index * blockSize, (index + 1) * blockSize), 0.99),
  )
  return median(blocks)
}
