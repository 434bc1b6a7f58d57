import { cloudAccount, iamUser, sourceKey, targetKey } from './setup.ts'
import type { Stage } from './stage.ts'

/** Secrets that may appear only where they were typed and where they are needed. */
const cloudSecrets = [cloudAccount.secretKey, sourceKey.secretKey, targetKey.secretKey, iamUser.password]

type Searched = Pick<Stage, 'slack' | 'cloud' | 'logLines'> & { metrics: string }

/** The places where a secret can be read: Ferry's log, Slack's messages and views, both call logs, the metrics. */
export function leaksIn({ slack, cloud, logLines, metrics }: Searched, more: readonly string[] = []): string[] {
  const { world, app } = slack
  const tokens = [...world.installs.values()].map((install) => install.bot_token)
  const own = [app.appToken, app.signingSecret, app.clientSecret, app.stateSecret, ...tokens]
  // A person's own entries are in `values`, which only they and Ferry see.
  const views = [...world.modals.values(), [...world.homes.values()]].flat().map(({ payload }) => payload)
  const places = {
    log: logLines.join('\n'),
    messages: JSON.stringify([...world.messages.values()]),
    views: JSON.stringify(views),
    'calls to Slack': JSON.stringify(world.calls),
    'calls to the cloud': JSON.stringify(cloud.calls()),
    metrics,
  }
  return Object.entries(places).flatMap(([place, text]) =>
    [...cloudSecrets, ...own, ...more].filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
  )
}
