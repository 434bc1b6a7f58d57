import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { LocalSlack } from '../../playground/slack/server.ts'
import { workspace } from '../world/ferry.ts'
import { type SlackClient, signedForm } from './slack-client.ts'

/** People who click buttons that open forms. */
export type Clicks = {
  /** Clicks. Resolves to the milliseconds until the form reached Slack. */
  click(by: { client: SlackClient; user: string }): Promise<number>
  /** The last form that reached Slack, as JSON. */
  lastForm(): string
  /** Forms that did not reach Slack while their trigger lived. */
  expired(): number
}

const triggerLifeMs = 3000
/** A form that takes longer is not waited for. */
const patienceMs = 10_000

/** Takes the place of views.open at the local Slack, so that nothing but the arrival of a form is measured. */
export function clicksIn(slack: LocalSlack, command: string): Clicks {
  const arrivals = new Map<string, () => void>()
  let serial = 0
  let form = ''
  let expired = 0
  slack.mount('/api/views.open', async (request, response) => {
    const sent = await fieldsOf(request)
    arrivals.get(sent.get('trigger_id') ?? '')?.()
    form = sent.get('view') ?? ''
    const view = { id: `V0BENCH${sent.get('trigger_id')}`, hash: 'bench' }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, view }))
  })
  return {
    async click({ client, user }) {
      serial += 1
      const trigger = `${Date.now()}.${serial}`
      const request = signedForm(slack.app.signingSecret, clickForm({ command, user, trigger }))
      const { promise: arrived, resolve } = Promise.withResolvers<void>()
      arrivals.set(trigger, resolve)
      const timer = setTimeout(resolve, patienceMs)
      const startedAt = performance.now()
      const sent = client.send(request)
      await arrived
      const tookMs = performance.now() - startedAt
      if (tookMs > triggerLifeMs) expired += 1
      clearTimeout(timer)
      arrivals.delete(trigger)
      await sent
      return tookMs
    },
    lastForm: () => form,
    expired: () => expired,
  }
}

async function fieldsOf(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await text(request))
}

const place = { id: 'C0MIGRATIONS', name: 'migrations' }

/** A click on a button below a message, as Slack sends it. */
function clickForm({ command, user, trigger }: { command: string; user: string; trigger: string }): string {
  const payload = {
    type: 'block_actions',
    team: { id: workspace, domain: 'local' },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user, username: user.toLowerCase(), name: user.toLowerCase(), team_id: workspace },
    api_app_id: 'A0FERRY',
    token: 'local-verification-token',
    container: { type: 'message', message_ts: '1760000000.000100', channel_id: place.id, is_ephemeral: false },
    channel: place,
    message: { type: 'message', ts: '1760000000.000100', text: 'A message with a button' },
    state: { values: {} },
    trigger_id: trigger,
    actions: [
      { type: 'button', action_id: 'run.0', block_id: 'buttons', value: command, action_ts: '1760000000.000200' },
    ],
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}
