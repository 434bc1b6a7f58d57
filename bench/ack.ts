import { createLocalSlack } from '../playground/slack/server.ts'
import { slackEnvironment, startFerry } from './ferry.ts'
import { comparison, quantile, timed } from './figures.ts'
import { startProgram } from './program.ts'
import { openReplies } from './replies.ts'
import type { Bench, Measurement, Row } from './row.ts'
import { commandForm, createSlackClient, signedForm } from './slack-client.ts'

/** How soon Slack hears that a command has come, against a Bolt app that does nothing but say so. */
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
      for (let round = 0; round < (isQuick ? 500 : 6000); round += 1) {
        const { url, arrived } = replies.expect()
        ours.push(await timed(() => ferryClient.send(command(url))))
        // Otherwise the bare app would share the machine with Ferry's answer.
        await arrived
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

function compared(ours: readonly number[], theirs: readonly number[]): Measurement[] {
  const at = (share: number) => comparison(quantile(ours, share), quantile(theirs, share))
  const [p99, p50] = [at(0.99), at(0.5)]
  const what = 'slash command to ack, against a bare Bolt app'
  return [
    { what: `${what}, p99`, ...p99, bar: '≤ 1.2 ×', isMet: p99.ratio <= 1.2 },
    { what: `${what}, p50`, ...p50, bar: '' },
  ]
}
