import { App, LogLevel } from '@slack/bolt'

/**
 * A Bolt app that acknowledges, answers a command with what it was given, and opens the form that it was given after a
 * click. It does nothing else, for comparison with Ferry. Started as a child process.
 */
async function main(): Promise<void> {
  const app = new App({
    token: process.env.SLACK_BOT_TOKEN ?? '',
    signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
    clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' },
    logLevel: LogLevel.WARN,
  })
  const answer = process.env.ANSWER === undefined ? undefined : JSON.parse(process.env.ANSWER)
  app.command('/migrate', async ({ ack, respond }) => {
    await ack()
    if (answer !== undefined) await respond(answer)
  })
  const view = process.env.FORM === undefined ? undefined : JSON.parse(process.env.FORM)
  app.action({ type: 'block_actions', action_id: /./ }, async ({ ack, body, client }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view })
  })
  const server = await app.start({ port: 0, host: '127.0.0.1' })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
