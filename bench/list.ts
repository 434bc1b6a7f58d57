import { setTimeout } from 'node:timers/promises'
import { createLocalSlack, type LocalSlack } from '../playground/slack/server.ts'
import { slackEnvironment, startFerry } from './ferry.ts'
import { comparison, median, timed } from './figures.ts'
import { type Fleets, fillStore } from './fleet.ts'
import { type Program, startProgram } from './program.ts'
import { openReplies, type Replies } from './replies.ts'
import type { Bench, Measurement, Row } from './row.ts'
import { commandForm, createSlackClient, type SlackClient, signedForm } from './slack-client.ts'

/**
 * Time from `/migrate list` to its answer with 10,000 migrations known, compared with a Bolt app that acknowledges and
 * posts, and with 100 migrations known. Slack is near: what Ferry itself does counts most there.
 */
export const list: Row = {
  name: 'list',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack()
    const replies = await openReplies()
    const [many, few] = [await startKnowing(10_000, slack, fleets), await startKnowing(100, slack, fleets)]
    const bare = await startProgram({ script: './bare-bolt.ts', environment: { ...slackEnvironment(slack), ANSWER } })
    const sides = [many.ferry, few.ferry, bare].map(({ url }) => ({ client: createSlackClient(url), tookMs: times() }))
    try {
      replies.setLatency(slackLatencyMs)
      for (let round = 0; round < warmUpRounds + (isQuick ? 10 : 60); round += 1) {
        for (const { client, tookMs } of sides) {
          const took = await timed(() => answered(client, { slack, replies }))
          if (round >= warmUpRounds) tookMs.push(took)
          // What moves is read after the answer, which is not to slow down the next one.
          await setTimeout(settleMs)
        }
      }
    } finally {
      await Promise.all(sides.map(({ client }) => client.stop()))
      await Promise.all([many.stop(), few.stop(), bare.stop(), replies.stop()])
      await slack.stop()
    }
    return compared(sides.map(({ tookMs }) => median(tookMs)))
  },
}

const slackLatencyMs = 20
const warmUpRounds = 8
const settleMs = 700
const ANSWER = JSON.stringify({ text: '8 migrations', response_type: 'ephemeral' })

function times(): number[] {
  return []
}

function answered(client: SlackClient, { slack, replies }: { slack: LocalSlack; replies: Replies }) {
  const { url, arrived } = replies.expect()
  const command = signedForm(slack.app.signingSecret, commandForm('list', url))
  return Promise.all([client.send(command), arrived])
}

/** Starts the bot over an account of this many tasks, all of which it has listed before. */
async function startKnowing(tasks: number, slack: LocalSlack, fleets: Fleets) {
  const cloud: Program = await startProgram({
    script: './cloud.ts',
    environment: { ACCOUNTS: '1', TASKS: String(tasks) },
  })
  const storeUrl = fleets.emptyStore()
  await fillStore(storeUrl, { accounts: 1, watches: [], cloudUrl: cloud.url })
  const environment = { POLL_SCHEDULE: '0 0 0 1 1 *' }
  const ferry = await startFerry({ slack, storeUrl, cloudUrl: cloud.url, environment })
  return { ferry, stop: () => Promise.all([ferry.stop(), cloud.stop()]) }
}

function compared([many = 0, few = 0, bare = 0]: readonly number[]): Measurement[] {
  const what = `/migrate list to reply with 10,000 known, p50, Slack ${slackLatencyMs} ms away`
  const [besideBare, besideFew] = [comparison(many, bare), comparison(many, few)]
  return [
    { what: `${what}, against a bare ack and post`, ...besideBare, bar: '≤ 1.5 ×', isMet: besideBare.ratio <= 1.5 },
    { what: `${what}, against 100 known`, ...besideFew, bar: '≤ 1.3 ×', isMet: besideFew.ratio <= 1.3 },
  ]
}
