import { createLocalSlack, type LocalSlack, type LocalSlackOptions } from '../../playground/slack/server.ts'
import { systemClock } from '../../src/async/clock.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store, WorkspaceStore } from '../../src/store/store.ts'
import { happened } from '../happenings.ts'

/** The surroundings in which Ferry dies and comes back: a Slack, a store, and a time that continues meanwhile. */
export type Setting = {
  slack: LocalSlack
  /** The present time of everybody, in epoch milliseconds. */
  now(): number
  /** How far that time is ahead of the machine's clock, in milliseconds. */
  aheadMs(): number
  /** Lets this many milliseconds pass at once. Call it only while no Ferry runs. */
  skip(ms: number): void
  /** Environment variables for a process in Socket Mode, or in HTTP mode if there is no SLACK_APP_TOKEN. */
  environmentFor(cloudUrls: readonly string[]): Record<string, string>
  /** Writes the records that commands and installations would have written. */
  furnish(write: (workspace: WorkspaceStore, store: Store) => Promise<void>): Promise<void>
}

const sealingKey = Buffer.alloc(32, 7)

export async function createSetting({ storeUrl, ...options }: LocalSlackOptions & { storeUrl: string }) {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  // Ferry may be late on a busy machine without an error.
  const patience = { ackDeadlineMs: 60_000, triggerLifeMs: 60_000 }
  const slack = await createLocalSlack({ ...patience, ...options, clock: { now }, signatureClock: { now } })
  slack.world.watchers.add(happened)
  const setting: Setting = {
    slack,
    now,
    aheadMs: () => aheadMs,
    skip(ms) {
      aheadMs += ms
    },
    environmentFor: (cloudUrls) => ({
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.world.installs.get('T0LOCAL')?.bot_token ?? '',
      SLACK_APP_TOKEN: slack.app.appToken,
      SLACK_SIGNING_SECRET: slack.app.signingSecret,
      STORE_URL: storeUrl,
      ENCRYPTION_KEYS: `k1:${sealingKey.toString('base64')}`,
      ENDPOINT_ALLOWLIST: cloudUrls.map((url) => new URL(url).host).join(','),
      POLL_SCHEDULE: '*/1 * * * * *',
      SHUTDOWN_GRACE: '0',
      PORT: '0',
      METRICS_PORT: '0',
      LOG_LEVEL: 'info',
    }),
    async furnish(write) {
      const store = await open(storeUrl)
      await write(store.in('T0LOCAL'), store)
      await store.stop()
    },
  }
  return setting
}

function open(url: string): Promise<Store> {
  return openStore({ url, encryptionKeys: [{ id: 'k1', key: sealingKey }], clock: systemClock })
}
