import { forOAuth } from '../../../playground/slack/manifest.ts'
import { freePort } from '../../flows/free-port.ts'
import { installByOAuth, oauthEnvironment } from '../../flows/oauth.ts'
import { type Stage, someMoment, tellEnds } from '../ends-tale.ts'
import { openSqliteStage } from '../sqlite-stage.ts'
import type { Trouble } from '../trouble.ts'

/**
 * The token of a workspace is revoked, or Slack does not know it any more and says so only to calls. Sometimes Ferry is
 * killed meanwhile. Then somebody installs Ferry again, and it gets another token.
 */
export const deadTokens: Trouble = {
  name: 'slack-token',
  title: 'Ferry’s token dies, and somebody installs Ferry again',
  rounds: 5,
  async run(story) {
    const port = await freePort()
    const oauth = oauthEnvironment(port)
    const stage = await openSqliteStage(story, { migrations: story.rounds * 6, oauth })
    const { world, crew } = stage
    const publicUrl = `http://127.0.0.1:${port}`
    world.slack.configure(forOAuth(world.slack.world.manifest, publicUrl))
    world.slack.connect(publicUrl)
    let death: Death | undefined
    return tellEnds({
      ...stage,
      async prepare() {
        death = story.chance() < 0.5 ? await endToken(stage) : undefined
      },
      async hit() {
        const { how, at } = death ?? (await endToken(stage))
        await story.until('Slack to refuse the token', () =>
          world.slack.world.calls.some((call) => call.at >= at && call.error === how),
        )
        await someMoment(stage)
        const isKilled = story.chance() < 0.3
        if (isKilled) {
          await crew.kill(0)
          crew.start(0)
        }
        await crew.areReady()
        await story.until(
          'an installation',
          async () => (await installByOAuth({ ferryUrl: publicUrl, slack: world.slack }, 'T0LOCAL')) === 200,
        )
        return isKilled ? `${how} and kill -9` : how
      },
    })
  },
}

type Death = { how: 'token_revoked' | 'invalid_auth'; at: number }

async function endToken({ story, world: { slack, now } }: Stage): Promise<Death> {
  const how = story.oneOf(['token_revoked', 'invalid_auth'] as const)
  const at = now()
  const token = slack.world.installs.get('T0LOCAL')?.bot_token ?? ''
  if (how === 'token_revoked') {
    await fetch(`${slack.apiUrl}auth.revoke`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  } else {
    slack.world.installs.delete('T0LOCAL')
    slack.world.deadTokens.set(token, how)
  }
  return { how, at }
}
