import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp } from '../src/app/app.ts'
import { readConfig } from '../src/config/config.ts'
import { setUp } from './opening.ts'
import { admins, createWorkspace, type Workspace } from './workspace.ts'

const usage = `npm run playground -- [--http] [--port 4100]

  --http  signed HTTP instead of Socket Mode
  --port  the port of the page; if it is taken, another one
`

/**
 * Starts the playground: a local Slack in the browser, three simulated clouds, and the real bot between them. Each
 * start is a new one.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      http: { type: 'boolean', default: false },
      port: { type: 'string', default: '4100' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(usage)
  const port = Number(values.port)
  await refuseBlocked(port)
  // Each has a folder of its own, so that a second playground does not take the store of the first.
  const folder = await mkdtemp(join(tmpdir(), 'ferry-playground-'))
  const workspace = await openWorkspace(port)
  const ferry = createApp(readConfig(environmentOf(workspace, { isHttp: values.http, folder })))
  const { url } = await ferry.start()
  if (values.http) workspace.slack.connect(url)
  await setUp(workspace)
  process.stdout.write(`\n  Ferry's playground is ready: ${workspace.slack.url}\n  Ctrl+C ends it.\n\n`)
  const stop = () => {
    Promise.all([ferry.stop(), workspace.stop()])
      .finally(() => rm(folder, { recursive: true, force: true }))
      .finally(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** Throws if browsers and Ferry refuse to call a port, such as 4190 or 6000, whatever listens there. */
async function refuseBlocked(port: number): Promise<void> {
  const cause = await fetch(`http://127.0.0.1:${port}`, { method: 'HEAD' }).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.cause : undefined),
  )
  if (!(cause instanceof Error) || cause.message !== 'bad port') return
  throw new Error(
    `browsers refuse port ${port}, because it belongs to another protocol. Choose another one, such as 4100.`,
  )
}

/**
 * Opens the workspace on the usual port, so that the address is easy to remember, or on another one if that is in use.
 */
async function openWorkspace(port: number): Promise<Workspace> {
  try {
    return await createWorkspace({ port })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return createWorkspace({ port: 0 })
    throw error
  }
}

/** The environment that an operator would set, with secrets made up here. */
function environmentOf(
  { slack, clouds }: Workspace,
  { isHttp, folder }: { isHttp: boolean; folder: string },
): Record<string, string> {
  const [install] = slack.world.installs.values()
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: install?.bot_token ?? '',
    ...(isHttp ? { SLACK_SIGNING_SECRET: slack.app.signingSecret } : { SLACK_APP_TOKEN: slack.app.appToken }),
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: 'off',
    STORE_URL: `sqlite:${join(folder, 'ferry.db')}`,
    ENCRYPTION_KEYS: `playground:${randomBytes(32).toString('base64')}`,
    ENDPOINT_ALLOWLIST: clouds.map(({ url }) => new URL(url).host).join(','),
    ADMINS: admins.join(','),
    WORK_OBJECTS: 'on',
    POLL_SCHEDULE: '*/2 * * * * *',
    LOG_LEVEL: 'warn',
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`The playground cannot start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
