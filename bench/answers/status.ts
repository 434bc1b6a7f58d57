import { request } from 'undici'
import { createLocalSlack } from '../../playground/slack/server.ts'
import { signRequest } from '../../src/providers/huawei/client/sign.ts'
import { cloudLatencyMs, pairsFor, ratioOf, timed } from '../figures.ts'
import type { Bench, Measurement, Row } from '../row.ts'
import { cloudAccounts, taskId } from '../world/accounts.ts'
import { controlOf } from '../world/control.ts'
import { neverPoll, startFerry } from '../world/ferry.ts'
import { oneByOne, pairsAt } from './crowd.ts'
import { openReplies } from './replies.ts'
import { commandForm, createSlackClient, signedForm } from './slack-client.ts'

/** Time from the command to its answer, compared with the two calls that any answer needs. */
export const status: Row = {
  name: 'status',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.of(1)
    const slack = await createLocalSlack()
    const replies = await openReplies()
    const cloudUrl = fleet.cloud.url
    const ferry = await startFerry({ slack, storeUrl: fleet.copyOfStore(), cloudUrl, environment: neverPoll })
    const client = createSlackClient(ferry.url)
    const control = controlOf(cloudUrl)
    const sides = {
      ours(person: number) {
        const { url, arrived } = replies.expect()
        const command = signedForm(slack.app.signingSecret, commandForm(`status ${taskId(0, person)}`, url))
        return timed(() => Promise.all([client.send(command), arrived]))
      },
      theirs: (person: number) =>
        timed(() => bareCalls({ cloudUrl, id: taskId(0, person), responseUrl: replies.expect().url })),
    }
    try {
      await oneByOne(sides, { blocks: 1, acts: 50 })
      await control.setLatency(cloudLatencyMs)
      replies.setLatency(cloudLatencyMs)
      const blocks = await oneByOne(sides, { blocks: pairsFor(isQuick), acts: isQuick ? 5 : 20 })
      const what = `/migrate status to reply, ${cloudLatencyMs} ms away, against the two bare calls`
      const [p50, p95] = [ratioOf(pairsAt(0.5, blocks)), ratioOf(pairsAt(0.95, blocks))]
      return [
        { what: `${what}, p50`, measured: p50.measured, bar: '≤ 1.2 ×', isMet: p50.ratio <= 1.2 },
        { what: `${what}, p95`, measured: p95.measured, bar: '' },
      ]
    } finally {
      await control.setLatency(0)
      await client.stop()
      await Promise.all([ferry.stop(), replies.stop()])
      await slack.stop()
    }
  },
}

async function bareCalls(calls: { cloudUrl: string; id: string; responseUrl: string }): Promise<void> {
  const [account] = cloudAccounts(1)
  if (account === undefined) throw new Error('There is no account')
  const url = new URL(`/v2/${account.projectId}/tasks/${calls.id}`, calls.cloudUrl)
  const headers = signRequest({ method: 'GET', url, headers: {} }, account, new Date())
  const answer = await request(url, { headers })
  const body = JSON.stringify({ text: await answer.body.text(), response_type: 'ephemeral' })
  const posted = await request(calls.responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  await posted.body.dump()
}
