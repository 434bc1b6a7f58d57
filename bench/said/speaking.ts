import { createLocalSlack, type LocalSlack } from '../../playground/slack/server.ts'
import { createTurns } from '../../src/async/in-turn.ts'
import { cloudLatencyMs } from '../figures.ts'
import { type CloudControl, controlOf } from '../world/control.ts'
import { slackEnvironment, workspace } from '../world/ferry.ts'
import { cardTs, type Fleet } from '../world/fleet.ts'
import { ask, startProgram } from '../world/program.ts'

/** A bot that speaks to a Slack with Slack's rate limits. Every watch has been told everything and has its card. */
export type Speaking = {
  slack: LocalSlack
  control: CloudControl
  /** Reads every account once, after the rounds that were asked for before. */
  round(): Promise<void>
  stop(): Promise<void>
}

/** Opens the bot for a fleet that is then its own: it stops the fleet's cloud, too. */
export async function openSpeaking(fleet: Fleet): Promise<Speaking> {
  const slack = await openLimitedSlack(fleet)
  const environment = { ...slackEnvironment(slack), STORE_URL: fleet.copyOfStore(), CLOUD_URL: fleet.cloud.url }
  const bot = await startProgram({ script: new URL('./speaker.ts', import.meta.url), environment })
  const control = controlOf(fleet.cloud.url)
  const inTurn = createTurns()
  await control.setLatency(cloudLatencyMs)
  return {
    slack,
    control,
    round: () => inTurn('round', async () => void (await ask(bot, 'round'))),
    async stop() {
      await bot.stop()
      await fleet.cloud.stop()
      await slack.stop()
    },
  }
}

/** A Slack with Slack's rate limits, and the card of every watch in its channel. */
export async function openLimitedSlack({ watches }: Pick<Fleet, 'watches'>): Promise<LocalSlack> {
  const ids = [...new Set(watches.map(({ channel }) => channel))]
  const channels = ids.map((id, index) => ({ id, name: `bench-${index}` }))
  const slack = await createLocalSlack({ channels, hasRateLimits: true })
  const { world } = slack
  const user = world.teams.get(workspace)?.bot_user_id ?? ''
  for (const id of ids) {
    const cards = watches.filter(({ channel }) => channel === id)
    const messages = cards.map((watch) => ({ ts: cardTs(watch), channel: id, user, text: 'A card', blocks: [] }))
    world.messages.set(
      id,
      messages.map((message) => ({ ...message, reply_count: 0 })),
    )
  }
  return slack
}
