import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { forHttp, manifestFile, readManifest } from '../../playground/slack/manifest.ts'
import { environmentSchema } from '../../src/config/environment.ts'
import { fillManifest, linkToCreate } from '../../src/terminal/setup/manifest.ts'
import { type Environment, launch } from '../flows/launch.ts'
import { ground } from '../flows/starting.ts'
import { emptyFolder, runCommand, runInside } from './terminal.ts'

const words = ['setup', '--env', '.env']

/** A folder, and what a person copies from the pages of the app. */
async function newcomer() {
  const { slack } = await ground()
  return {
    slack,
    folder: emptyFolder(),
    environment: { SLACK_API_URL: slack.apiUrl, PORT: '0', METRICS_PORT: 'off' },
    botToken: [...slack.world.installs.values()][0]?.bot_token ?? '',
    appToken: slack.app.appToken,
    signingSecret: slack.app.signingSecret,
  }
}

describe('setup', () => {
  test('writes an env file that only its owner can read, and with which Ferry can start', async (context) => {
    const { folder, environment, botToken, appToken } = await newcomer()
    const answers = ['', botToken, appToken, 'U012ABCDEF']
    const { code, stdout, stderr } = await runCommand(words, { folder, environment, answers })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.match(/\d of 4\./g)).toEqual(['1 of 4.', '2 of 4.', '3 of 4.', '4 of 4.'])
    expect(stdout).toContain('Ferry can start: npm start')
    const file = join(folder, '.env')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const written = parseEnv(readFileSync(file, 'utf8'))
    expect(written).toMatchObject({ SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, ADMINS: 'U012ABCDEF' })
    expect(Buffer.from(written.ENCRYPTION_KEYS?.replace(/^k1:/, '') ?? '', 'base64')).toHaveLength(32)
    for (const secret of [botToken, appToken, written.ENCRYPTION_KEYS ?? '']) expect(stdout).not.toContain(secret)
    const started = launch(context, environment, { words: ['--env', file], folder })
    await started.isReady
  })

  test('in HTTP mode fills the address into the manifest, and links to it', async () => {
    const { folder, environment, botToken, signingSecret } = await newcomer()
    const answers = ['https://ferry.example.com/', botToken, signingSecret, 'U012ABCDEF']
    const { code, stdout } = await runInside(words, { folder, environment, answers })
    expect(code).toBe(0)
    const [, link = ''] = /^(https:\/\/api\.slack\.com\/apps\?new_app=1&manifest_yaml=\S+)$/m.exec(stdout) ?? []
    const carried = new URL(link).searchParams.get('manifest_yaml') ?? ''
    expect(readManifest(carried)).toEqual(forHttp(manifestFile(), 'https://ferry.example.com'))
    expect(stdout).toContain(carried)
    expect(parseEnv(readFileSync(join(folder, '.env'), 'utf8'))).toMatchObject({
      SLACK_SIGNING_SECRET: signingSecret,
      PUBLIC_URL: 'https://ferry.example.com/',
      SLACK_APP_TOKEN: '',
    })
  })

  test('asks again for what Ferry could not start with, and does not repeat it', async () => {
    const { folder, environment, botToken, appToken } = await newcomer()
    const tokens = ['xoxp-hunter2', 'xoxb- hunter2', '"xoxb-hunter2"', botToken, 'hunter2', appToken]
    const answers = ['', ...tokens, '', '@ada', 'U012ABCDEF']
    const { code, stdout } = await runInside(words, { folder, environment, answers })
    expect(code).toBe(0)
    for (const problem of [
      'SLACK_BOT_TOKEN is not a bot token',
      'SLACK_BOT_TOKEN has a space in it',
      'SLACK_BOT_TOKEN has quotes around its value; remove them',
      'SLACK_APP_TOKEN is not an app-level token',
      'ADMINS is needed',
      'ADMINS has "@ada"',
    ]) {
      expect(stdout).toContain(problem)
    }
    expect(stdout).not.toContain('hunter2')
  })

  test('says what prevents a start, keeps the answers, and exits with 1', async () => {
    const { folder, environment, appToken } = await newcomer()
    const answers = ['', 'xoxb-of-nobody', appToken, 'U012ABCDEF']
    const { code, stdout } = await runInside(words, { folder, environment, answers })
    expect(code).toBe(1)
    expect(stdout).toContain('Slack refused the token in SLACK_BOT_TOKEN')
    expect(stdout).toContain('Correct this in .env or in Slack, then check again with: npm run doctor')
    expect(parseEnv(readFileSync(join(folder, '.env'), 'utf8')).SLACK_APP_TOKEN).toBe(appToken)
  })

  test('takes what the environment sets: it does not ask for it, and does not write it', async () => {
    const { folder, environment, botToken, appToken } = await newcomer()
    const key = `k9:${Buffer.alloc(32, 9).toString('base64')}`
    const set: Environment = { ...environment, SLACK_BOT_TOKEN: botToken, ENCRYPTION_KEYS: key }
    const { code, stdout } = await runInside(words, {
      folder,
      environment: set,
      answers: ['', appToken, 'U012ABCDEF'],
    })
    expect(code).toBe(0)
    expect(stdout).toContain('SLACK_BOT_TOKEN is set in the environment')
    const written = parseEnv(readFileSync(join(folder, '.env'), 'utf8'))
    expect(written).toMatchObject({ SLACK_BOT_TOKEN: '', ENCRYPTION_KEYS: '' })
  })

  test('writes nothing if the person leaves before the last answer', async () => {
    const { folder, environment, botToken } = await newcomer()
    const { code, stdout } = await runInside(words, { folder, environment, answers: ['', botToken] })
    expect(code).toBe(1)
    expect(stdout).toContain('Nothing was written.')
    expect(existsSync(join(folder, '.env'))).toBe(false)
  })

  test('leaves an env file that is there as it is, and asks nothing', async () => {
    const { folder, environment } = await newcomer()
    writeFileSync(join(folder, '.env'), 'ADMINS=U0FIRST\n')
    const { code, stdout } = await runInside(words, { folder, environment })
    expect(code).toBe(1)
    expect(stdout).toContain('.env is already there, and stays as it is')
    expect(stdout).not.toContain('1 of 4')
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('ADMINS=U0FIRST\n')
  })

  test('asks nothing if it could not write the env file', async () => {
    const { folder, environment } = await newcomer()
    const file = join(folder, 'missing', '.env')
    const { code, stdout } = await runInside(['setup', '--env', file], { folder, environment })
    expect(code).toBe(1)
    expect(stdout).toContain(`${join(folder, 'missing')} is no folder that you can write to`)
    expect(stdout).not.toContain('1 of 4')
  })

  test('makes no key for a store that waits for another one', async () => {
    const { folder, environment } = await newcomer()
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'data/ferry.db'), 'of another time')
    const { code, stdout } = await runInside(words, { folder, environment })
    expect(code).toBe(1)
    expect(stdout).toContain('There is a store already, ./data/ferry.db, and a new encryption key would not open it')
    expect(existsSync(join(folder, '.env'))).toBe(false)
  })
})

test('the manifest of a Socket Mode app is the one of the repository', () => {
  const text = readFileSync('manifest.yml', 'utf8')
  expect(readManifest(fillManifest(text, undefined))).toEqual(manifestFile())
  // Browsers and Slack's servers take at least this much.
  expect(linkToCreate(fillManifest(text, 'https://ferry.operations.example.com')).length).toBeLessThan(8000)
})

describe('.env.example', () => {
  const page = readFileSync('.env.example', 'utf8')

  test('names every variable, and no other', () => {
    const named = Array.from(page.matchAll(/^#?([A-Z_]+)=/gm), ([, name]) => name)
    expect(named.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted())
  })

  test('shows the defaults', () => {
    const shown = Array.from(page.matchAll(/^#([A-Z_]+)=(.+)$/gm), ([, name = '', value = '']) => [name, value])
    const defaults = environmentSchema.parse({})
    const read = environmentSchema.parse(Object.fromEntries(shown))
    expect(shown.length).toBeGreaterThan(5)
    const derived = { METRICS_HOST: '127.0.0.1', SHUTDOWN_GRACE: 0 }
    expect(read).toEqual({ ...defaults, ...derived })
  })
})
