import type { LocalSlack } from '../../playground/slack/server.ts'
import { type Program, type ProgramOptions, startProgram } from './program.ts'

export const encryptionKeys = `bench:${Buffer.alloc(32, 7).toString('base64')}`
/** Id of the local Slack's own workspace. */
export const workspace = 'T0LOCAL'

/** No round is due while this is measured. Whoever takes a workspace over looks at once all the same. */
export const neverPoll = { POLL_SCHEDULE: '0 0 0 1 1 *' } as const

export type FerryOptions = {
  slack: LocalSlack
  storeUrl: string
  cloudUrl?: string
  environment?: Readonly<Record<string, string>>
} & Partial<Pick<ProgramOptions, 'script' | 'nodeOptions'>>

/** Starts the bot as it runs in production, in HTTP mode, as a child process. */
export function startFerry({ slack, storeUrl, cloudUrl, environment, ...program }: FerryOptions): Promise<Program> {
  return startProgram({
    script: new URL('../../src/start.js', import.meta.url),
    ...program,
    environment: {
      ...slackEnvironment(slack),
      STORE_URL: storeUrl,
      ENCRYPTION_KEYS: encryptionKeys,
      PORT: '0',
      METRICS_PORT: '0',
      ...(cloudUrl === undefined ? {} : { ENDPOINT_ALLOWLIST: new URL(cloudUrl).host }),
      ...environment,
    },
  })
}

/** Environment variables that any bot needs to reach the local Slack. */
export function slackEnvironment(slack: LocalSlack): Record<string, string> {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.world.installs.get(workspace)?.bot_token ?? '',
    SLACK_SIGNING_SECRET: slack.app.signingSecret,
  }
}
