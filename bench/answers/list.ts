import { setTimeout } from 'node:timers/promises'
import { createLocalSlack, type LocalSlack } from '../../playground/slack/server.ts'
import { cloudLatencyMs, interleaved, median, ratioOf, timed } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { neverPoll, slackEnvironment, startFerry } from '../world/ferry.ts'
import { type Fleets, fillStore } from '../world/fleet.ts'
import { startProgram } from '../world/program.ts'
import { openReplies, type Replies } from './replies.ts'
import { commandForm, createSlackClient, signedForm } from './slack-client.ts'

/**
 * Time from `/migrate list` to its answer with 10,000 migrations known, compared with a Bolt app that acknowledges and
 * posts, and with 100 migrations known.
 */
export const list: Row = {
  name: 'list',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const slack = await createLocalSlack()
    const replies = await openReplies()
    const [many, few] = [await startKnowing(10_000, slack, fleets), await startKnowing(100, slack, fleets)]
    const bare = await startProgram({
      script: new URL('./bare-bolt.ts', import.meta.url),
      environment: { ...slackEnvironment(slack), ANSWER },
    })
    const asked = (botUrl: string) => asking(botUrl, { slack, replies })
    try {
      replies.setLatency(cloudLatencyMs)
      const sides = { ours: asked(many.url), theirs: { bare: asked(bare.url), few: asked(few.url) } }
      // The first answers read more than later ones do.
      for (let round = 0; round < warmUpRounds; round += 1) await Promise.all([sides.ours(), sides.theirs.few()])
      const pairs = isQuick ? 3 : 5
      return [
        judge('a bare ack and post', await interleaved(pairs, { ...sides, theirs: sides.theirs.bare }), 1.5),
        judge('100 known', await interleaved(pairs, { ...sides, theirs: sides.theirs.few }), 1.3),
      ]
    } finally {
      await Promise.all([many.stop(), few.stop(), bare.stop(), replies.stop()])
      await slack.stop()
    }
  },
}

const warmUpRounds = 8
/** Answers, one after the other, of which the median is taken. */
const answersInPair = 3
/** Time for the reading of moving migrations after the answer, which is not to slow down the next one. */
const settleMs = 300
const ANSWER = JSON.stringify({ text: '8 migrations', response_type: 'ephemeral' })

/** Asks this bot for its list a few times. Resolves to the usual time until the answer. */
function asking(botUrl: string, { slack, replies }: { slack: LocalSlack; replies: Replies }): () => Promise<number> {
  return async () => {
    const client = createSlackClient(botUrl)
    const samples: number[] = []
    for (let answer = 0; answer < answersInPair; answer += 1) {
      const { url, arrived } = replies.expect()
      const command = signedForm(slack.app.signingSecret, commandForm('list', url))
      samples.push(await timed(() => Promise.all([client.send(command), arrived])))
      await setTimeout(settleMs)
    }
    await client.stop()
    return median(samples)
  }
}

/** Starts the bot over an account of this many tasks, all of which it has listed before. */
async function startKnowing(tasks: number, slack: LocalSlack, fleets: Fleets) {
  const cloud = await startProgram({
    script: new URL('../world/cloud.ts', import.meta.url),
    environment: { ACCOUNTS: '1', TASKS: String(tasks) },
  })
  const storeUrl = fleets.emptyStore()
  await fillStore(storeUrl, { accounts: 1, watches: [], cloudUrl: cloud.url })
  const ferry = await startFerry({ slack, storeUrl, cloudUrl: cloud.url, environment: neverPoll })
  return { url: ferry.url, stop: () => Promise.all([ferry.stop(), cloud.stop()]) }
}

function judge(other: string, pairs: Parameters<typeof ratioOf>[0], bar: number): Measurement {
  const { ratio, measured } = ratioOf(pairs)
  const what = `/migrate list to reply with 10,000 known, p50, Slack ${cloudLatencyMs} ms away, against ${other}`
  return { what, measured, bar: `≤ ${bar} ×`, isMet: ratio <= bar }
}
