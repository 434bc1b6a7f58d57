import { request } from 'undici'
import { createLocalSlack } from '../playground/slack/server.ts'
import { signRequest } from '../src/providers/huawei/client/sign.ts'
import { cloudAccounts, taskId, tasksPerAccount } from './accounts.ts'
import { controlOf } from './control.ts'
import { startFerry } from './ferry.ts'
import { comparison, median, timed, usualLatencyMs } from './figures.ts'
import { openReplies } from './replies.ts'
import type { Bench, Measurement, Row } from './row.ts'
import { commandForm, createSlackClient, signedForm } from './slack-client.ts'

/** Time from the command to its answer, compared with the two calls that any answer needs. */
export const status: Row = {
  name: 'status',
  async measure({ isQuick, fleets }: Bench): Promise<Measurement[]> {
    const fleet = await fleets.of(1)
    const slack = await createLocalSlack()
    const replies = await openReplies()
    const environment = { POLL_SCHEDULE: '0 0 0 1 1 *' }
    const cloudUrl = fleet.cloud.url
    const ferry = await startFerry({ slack, storeUrl: fleet.copyOfStore(), cloudUrl, environment })
    const client = createSlackClient(ferry.url)
    const control = controlOf(cloudUrl)
    const compare = async (latencyMs: number, rounds: number) => {
      await control.setLatency(latencyMs)
      replies.setLatency(latencyMs)
      const [ours, bare]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round += 1) {
        const id = taskId(0, round % tasksPerAccount)
        const { url, arrived } = replies.expect()
        const command = signedForm(slack.app.signingSecret, commandForm(`status ${id}`, url))
        ours.push(await timed(() => Promise.all([client.send(command), arrived])))
        bare.push(await timed(() => bareCalls({ cloudUrl, id, responseUrl: replies.expect().url })))
      }
      return comparison(median(ours), median(bare))
    }
    const what = '/migrate status to reply, p50, against the two bare calls'
    try {
      await compare(0, 50)
      const far = await compare(usualLatencyMs, isQuick ? 5 : 25)
      const near = await compare(0, isQuick ? 100 : 500)
      return [
        { what: `${what}, ${usualLatencyMs} ms away`, ...far, bar: '≤ 1.3 ×', isMet: far.ratio <= 1.3 },
        { what: `${what}, 0 ms away`, ...near, bar: '' },
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
