import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { createLocalSlack, type LocalSlack, type LocalSlackOptions } from '../../playground/slack/server.ts'

const start = new URL('../../src/start.js', import.meta.url).pathname

/**
 * Starts Ferry as `npm start` does: in its own process, with only this environment. An env file is read only if `words`
 * name it.
 */
export function launch(
  context: Pick<TestContext, 'onTestFinished'>,
  environment: Environment,
  { nodeOptions = [], words = [], folder = process.cwd(), program = start }: LaunchOptions = {},
): Launched {
  const child = spawn(process.execPath, [...nodeOptions, program, ...words], { env: environment, cwd: folder })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  context.onTestFinished(() => void child.kill('SIGKILL'))
  const isReady = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => output.stdout.includes('"msg":"Ferry is ready"') && resolve())
    child.once('close', () => reject(new Error(`It ended before it was ready:\n${output.stderr}`)))
  })
  // A test that starts Ferry to see it fail does not wait for this.
  isReady.catch(() => {})
  return { child, output, isReady }
}

type LaunchOptions = {
  nodeOptions?: readonly string[]
  words?: readonly string[]
  /** The folder in which it runs. */
  folder?: string
  /** The script, if it is another copy of Ferry. */
  program?: string
}
export type Launched = { child: ChildProcess; output: Output; isReady: Promise<void> }

export type Environment = Record<string, string>
type Output = { stdout: string; stderr: string }

/** Starts Ferry as `npm start` does, and waits until it ends. */
export async function run(context: TestContext, environment: Environment): Promise<Output & { code: number | null }> {
  const { child, output } = launch(context, environment)
  await once(child, 'close')
  return { ...output, code: child.exitCode }
}

/** Starts a local Slack, and makes a folder for the store. */
export async function createGround(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  options: LocalSlackOptions = {},
): Promise<{ slack: LocalSlack; file: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-'))
  const slack = await createLocalSlack(options)
  onTestFinished(async () => {
    await slack.stop()
    rmSync(folder, { recursive: true })
  })
  return { slack, file: join(folder, 'ferry.db') }
}

export function environmentOf(slack: LocalSlack, file: string): Environment {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: [...slack.world.installs.values()][0]?.bot_token ?? '',
    SLACK_APP_TOKEN: slack.app.appToken,
    STORE_URL: `sqlite:${file}`,
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    PORT: '0',
    METRICS_PORT: 'off',
  }
}
