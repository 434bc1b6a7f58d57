import { createWire } from '../../src/slack/client/wire.ts'
import { openBotParts } from '../world/bot-parts.ts'
import { settle } from '../world/fleet.ts'

/**
 * A bot in a child process that does rounds when it is asked, and sends what follows from them to Slack. It is ready
 * when everything known has been read and told.
 */
async function main(): Promise<void> {
  const { STORE_URL: storeUrl = '', CLOUD_URL: cloudUrl = '', SLACK_API_URL: slackApiUrl = '' } = process.env
  const token = process.env.SLACK_BOT_TOKEN ?? ''
  const wire = createWire({ slackApiUrl, tokenOf: async () => token })
  const parts = await openBotParts({ storeUrl, cloudUrl, wire })
  await settle(parts)
  await parts.delivery.idle()
  process.on('message', async () => {
    await parts.fleet.tick()
    process.send?.({})
  })
  process.once('SIGTERM', () => parts.stop().finally(() => process.exit(0)))
  process.stdout.write(`${JSON.stringify({ url: cloudUrl })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
