import { Pool } from 'undici'
import { signatureHeaders } from '../../playground/slack/delivery/sign.ts'
import { workspace } from '../world/ferry.ts'

/** A client that sends what Slack sends, over connections that stay open. */
export type SlackClient = {
  /** Sends a request. Resolves to the status when the complete answer has arrived. */
  send(request: SlackRequest): Promise<number>
  stop(): Promise<void>
}
export type SlackRequest = {
  headers: Readonly<Record<string, string>>
  body: string
  method?: 'GET' | 'POST' | 'PUT'
  path?: string
  /** Whether the connection ends with the answer. */
  endsConnection?: boolean
}

export function createSlackClient(botUrl: string, connections = 1): SlackClient {
  const pool = new Pool(botUrl, { connections })
  return {
    async send({ headers, body, method = 'POST', path = '/slack/events', endsConnection: reset = false }) {
      const answer = await pool.request({ method, path, headers, reset, ...(method === 'GET' ? {} : { body }) })
      await answer.body.dump()
      return answer.statusCode
    },
    stop: () => pool.close(),
  }
}

let serial = 0

/** The form of a slash command. Each one is a new act of a person. */
export function commandForm(text: string, responseUrl: string, user = 'U0ENGINEER'): string {
  serial += 1
  return new URLSearchParams({
    token: 'local-verification-token',
    team_id: workspace,
    team_domain: 'local',
    channel_id: 'C0MIGRATIONS',
    channel_name: 'migrations',
    user_id: user,
    user_name: 'engineer',
    command: '/migrate',
    text,
    api_app_id: 'A0FERRY',
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: `${Date.now()}.${serial}`,
  }).toString()
}

/** A signed form. `atMs` is the time in the signature, by default now. */
export function signedForm(signingSecret: string, body: string, atMs = Date.now()): SlackRequest {
  const signature = signatureHeaders(signingSecret, body, Math.floor(atMs / 1000))
  return { body, headers: { 'content-type': 'application/x-www-form-urlencoded', ...signature } }
}
