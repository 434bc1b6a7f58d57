import { App, LogLevel } from '@slack/bolt'

/** A Bolt app that only acknowledges, for comparison with Ferry. Started as a child process. */
async function main(): Promise<void> {
  const app = new App({
    token: process.env.SLACK_BOT_TOKEN ?? '',
    signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
    clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' },
    logLevel: LogLevel.WARN,
  })
  app.command('/migrate', ({ ack }) => ack())
  const server = await app.start({ port: 0, host: '127.0.0.1' })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
