import type { WebClient } from '@slack/web-api'
import { AppError } from '../errors.ts'
import { refusalOf } from './refusals.ts'
import { tokenRefusalOf } from './tokens.ts'

/** Calls of the Web API in the name of a workspace. */
export type Calls = {
  client: WebClient
  tokenOf(workspace: string): Promise<string>
  /** A call was refused for its token. */
  onTokenRefused?(workspace: string): void
  timeoutMs: number
}
export type Call = { workspace: string; method: string; isRepeatable: boolean }

/** One attempt, with the workspace's own token, and every failure as an AppError. */
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

/** The conversation of a person with Ferry. */
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
