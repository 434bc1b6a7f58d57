import type { WebClient } from '@slack/web-api'
import { AppError } from '../../errors/errors.ts'
import { tokenRefusalOf } from '../install/tokens.ts'
import { refusalOf } from './refusals.ts'

/** Means to call the Web API in the name of a workspace. */
export type Calls = {
  client: WebClient
  tokenOf(workspace: string): Promise<string>
  /** Called when Slack refuses a call because of its token. */
  onTokenRefused?(workspace: string): void
  timeoutMs: number
}
export type Call = { workspace: string; method: string; isRepeatable: boolean }

/** Makes one attempt at a call, with the workspace's own token. Every failure is thrown as an AppError. */
export async function once<Answer>(
  { client, tokenOf, onTokenRefused }: Calls,
  { workspace, method, isRepeatable }: Call,
  run: (client: WebClient, token: string) => Promise<Answer>,
): Promise<Answer> {
  const token = await tokenOf(workspace)
  try {
    return await run(client, token)
  } catch (error) {
    const failure = refusalOf(error, { method, isRepeatable })
    const reason = tokenRefusalOf(failure)
    if (reason === undefined) throw failure
    onTokenRefused?.(workspace)
    throw new AppError('slack_token_refused', { method, reason })
  }
}

/** Opens a person's direct conversation with Ferry and returns its channel id. */
export async function directChannel(
  calls: Calls,
  { workspace, user }: { workspace: string; user: string },
): Promise<string> {
  const opened = await once(calls, { workspace, method: 'conversations.open', isRepeatable: true }, (client, token) =>
    client.conversations.open({ token, users: user }),
  )
  const channel = opened.channel?.id
  if (channel === undefined) throw new AppError('slack_refused', { method: 'conversations.open', reason: 'no channel' })
  return channel
}
