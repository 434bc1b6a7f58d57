import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { type Config, describeConfig, readConfig } from '../../src/config/config.ts'
import { AppError } from '../../src/errors/errors.ts'
import { startReport } from '../../src/operate/start-report.ts'

const key = Buffer.alloc(32, 1).toString('base64')
const token = {
  SLACK_SIGNING_SECRET: 'fake-signing-secret',
  SLACK_BOT_TOKEN: 'xoxb-fake-bot-token',
  ENCRYPTION_KEYS: `k1:${key}`,
  ADMINS: 'U012ABCDEF',
}
const oauth = {
  SLACK_APP_TOKEN: 'xapp-fake-app-token',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'fake-client-secret',
  SLACK_STATE_SECRET: 'fake-state-secret-long-enough',
  PUBLIC_URL: 'https://ferry.example.com/',
  ENCRYPTION_KEYS: `k1:${key}`,
}

describe('the configuration', () => {
  test('with a fixed token in HTTP mode needs three variables, and has defaults for the rest', () => {
    expect(readConfig(token)).toEqual({
      slack: { mode: 'http', signingSecret: 'fake-signing-secret' },
      auth: { type: 'token', botToken: 'xoxb-fake-bot-token' },
      slackApiUrl: 'https://slack.com/api/',
      host: '127.0.0.1',
      port: 3000,
      metrics: { place: 'apart', host: '127.0.0.1', port: 9464 },
      storeUrl: 'sqlite:./data/ferry.db',
      encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
      lostKeys: [],
      pollSchedule: '*/30 * * * * *',
      shutdownGraceMs: 0,
      endpointAllowlist: [],
      uninstallGraceMs: 7 * 24 * 3_600_000,
      admins: ['U012ABCDEF'],
      hasWorkObjects: false,
      logLevel: 'info',
      warnings: [],
    } satisfies Config)
  })

  test('uses Socket Mode with an app token, and OAuth for many workspaces', () => {
    const config = readConfig(oauth)
    expect(config.slack).toEqual({ mode: 'socket', appToken: 'xapp-fake-app-token' })
    expect(config.auth).toMatchObject({ type: 'oauth', clientId: '1.2' })
    expect(config.publicUrl).toBe('https://ferry.example.com')
  })

  test('uses the first encryption key for new records', () => {
    const config = readConfig({ ...token, ENCRYPTION_KEYS: `new:${key}, old:${key}` })
    expect(config.encryptionKeys.map(({ id }) => id)).toEqual(['new', 'old'])
  })

  test('refuses a key that is both present and lost', () => {
    expect(readConfig({ ...token, LOST_ENCRYPTION_KEYS: 'k0, k00' }).lostKeys).toEqual(['k0', 'k00'])
    expect(() => readConfig({ ...token, ENCRYPTION_KEYS: `k2:${key}, k1:${key}`, LOST_ENCRYPTION_KEYS: 'k1' })).toThrow(
      expect.objectContaining({ details: { problems: expect.stringContaining('LOST_ENCRYPTION_KEYS has k1') } }),
    )
  })

  test('can separate lists by commas and spaces, and compares hosts in lower case', () => {
    const config = readConfig({ ...token, ENDPOINT_ALLOWLIST: 'OMS.example.com, 127.0.0.1:8443 [::1]:80' })
    expect(config.endpointAllowlist).toEqual(['oms.example.com', '127.0.0.1:8443', '[::1]:80'])
  })

  test('ignores variables with an empty value', () => {
    expect(readConfig({ ...token, PORT: '', STORE_URL: '  ' })).toMatchObject({
      port: 3000,
      storeUrl: 'sqlite:./data/ferry.db',
    })
  })

  test('has a grace period for replicas behind a balancer, unless one is set', () => {
    const replica = { ...token, STORE_URL: 'redis://127.0.0.1:6379' }
    expect(readConfig(replica).shutdownGraceMs).toBe(5000)
    expect(readConfig({ ...replica, SLACK_APP_TOKEN: 'xapp-fake-app-token' }).shutdownGraceMs).toBe(0)
    expect(readConfig({ ...token, SHUTDOWN_GRACE: '12' }).shutdownGraceMs).toBe(12_000)
    expect(problemsOf({ ...token, SHUTDOWN_GRACE: '5s' })).toEqual([expect.stringMatching(/^SHUTDOWN_GRACE is not a/)])
  })

  test('can use port 0, so that the system chooses a port', () => {
    expect(readConfig({ ...token, PORT: '0' }).port).toBe(0)
  })

  test.each([
    [{ METRICS_PORT: 'off' }, { place: 'nowhere' }],
    [{ METRICS_PORT: '3000' }, { place: 'together' }],
    [{ METRICS_PORT: '8080', PORT: '8080', HOST: '0.0.0.0' }, { place: 'together' }],
    [{ METRICS_PORT: '8080', PORT: '8080', HOST: '::', METRICS_HOST: '::' }, { place: 'together' }],
    [
      { METRICS_PORT: '0', PORT: '0' },
      { place: 'apart', host: '127.0.0.1', port: 0 },
    ],
    [{ METRICS_HOST: '10.0.0.5' }, { place: 'apart', host: '10.0.0.5', port: 9464 }],
  ])('with %j serves metrics there', (more, metrics) => {
    expect(readConfig({ ...token, ...more }).metrics).toEqual(metrics)
  })

  test('adds a slash to the end of the Slack API address', () => {
    expect(readConfig({ ...token, SLACK_API_URL: 'http://127.0.0.1:4000/api' }).slackApiUrl).toBe(
      'http://127.0.0.1:4000/api/',
    )
  })
})

describe('a wrong configuration', () => {
  test('without any variable reports everything that is missing at once', () => {
    expect(problemsOf({})).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN is missing/),
      expect.stringMatching(/^SLACK_SIGNING_SECRET is missing; HTTP mode needs it/),
      expect.stringMatching(/^ENCRYPTION_KEYS is missing.*openssl rand -base64 32/),
    ])
  })

  test('reports wrong and missing values together', () => {
    const problems = problemsOf({ PORT: '70000', LOG_LEVEL: 'loud', POLL_SCHEDULE: '* * * * *', HOST: 'http://x' })
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET',
      'ENCRYPTION_KEYS',
      'HOST',
      'PORT',
      'POLL_SCHEDULE',
      'LOG_LEVEL',
    ])
  })

  test('cannot have both a token and OAuth', () => {
    expect(problemsOf({ ...oauth, ...token })).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN is set together with SLACK_CLIENT_ID/),
    ])
  })

  test('with OAuth needs all of its variables and a public address', () => {
    const { SLACK_STATE_SECRET: _, PUBLIC_URL: __, ...half } = oauth
    expect(problemsOf(half)).toEqual([
      expect.stringMatching(/^SLACK_STATE_SECRET, PUBLIC_URL are missing; OAuth needs all of SLACK_CLIENT_ID/),
    ])
  })

  test('names the variable that was probably meant instead of a missing one', () => {
    const { SLACK_BOT_TOKEN: botToken, ...rest } = token
    expect(problemsOf({ ...rest, SLACK_BOT_TOKN: botToken })).toEqual([
      expect.stringMatching(/^SLACK_BOT_TOKEN is missing/),
      'Ferry does not read SLACK_BOT_TOKN; did you mean SLACK_BOT_TOKEN?',
    ])
  })

  test.each([
    ['ENCRYPTION_KEYS', 'k1:$(openssl rand -base64 32)', /has a part that only a shell replaces, such as \$\(…\)/],
    ['ENCRYPTION_KEYS', 'k1:`openssl rand -base64 32`', /has a part that only a shell replaces/],
    ['ENCRYPTION_KEYS', `"k1:${key}"`, /^ENCRYPTION_KEYS has quotes around its value; remove them$/],
    ['SLACK_BOT_TOKEN', "'xoxb-hunter2'", /^SLACK_BOT_TOKEN has quotes around its value/],
    ['PORT', '"3000"', /^PORT has quotes around its value/],
    ['ENCRYPTION_KEYS', `"k1:${key}`, /^ENCRYPTION_KEYS has a quote at one end of its value; remove it$/],
    ['ENCRYPTION_KEYS', `k1:${'ab12'.repeat(16)}`, /\(number 1\) whose key is in hexadecimal and not in base64/],
    ['ENCRYPTION_KEYS', `k1:${key},k2:aHVudGVyMg==`, /\(number 2\) whose key has 7 bytes instead of 32/],
    ['ENCRYPTION_KEYS', key, /\(number 1\) without an id in front of its key/],
  ])('%s=%s is refused, and the message says what is wrong with it', (name, value, words) => {
    expect(problemsOf({ ...token, [name]: value })).toEqual([expect.stringMatching(words)])
  })

  test('with an impossible date in the schedule says so, and the example can be copied from the report', () => {
    const report = reportOf({ ...token, POLL_SCHEDULE: '0 0 0 31 2 *' })
    expect(report.replaceAll(/\s+/g, ' ')).toContain('31 2 is an impossible day of month for the given month')
    expect(report).toContain('like */30 * * * * *\n')
  })

  test.each([
    ['ENCRYPTION_KEYS', 'hunter2'],
    ['ENCRYPTION_KEYS', `k1:${Buffer.alloc(16, 1).toString('base64')}`],
    ['ENCRYPTION_KEYS', `k1:${key},k1:${key}`],
    ['SLACK_BOT_TOKEN', 'xoxp-hunter2'],
    ['SLACK_BOT_TOKEN', 'xoxe.xoxb-1-hunter2'],
    ['SLACK_APP_TOKEN', 'hunter2'],
    ['SLACK_SIGNING_SECRET', 'xoxb-hunter2'],
    ['STORE_URL', 'mysql://root:hunter2@db'],
    ['STORE_URL', 'sqlite:'],
    ['STORE_URL', 'sqlite::memory:'],
    ['PUBLIC_URL', 'http://ferry.example.com'],
    ['UNINSTALL_GRACE_DAYS', '0'],
    ['UNINSTALL_GRACE_DAYS', '366'],
    ['UNINSTALL_GRACE_DAYS', 'a week'],
    ['ENDPOINT_ALLOWLIST', 'https://oms.example.com/'],
    ['ENDPOINT_ALLOWLIST', 'user@oms.example.com'],
    ['ADMINS', '@ada'],
    ['LOST_ENCRYPTION_KEYS', 'k1:hunter2'],
    ['PORT', '3000x'],
    ['METRICS_PORT', 'on'],
    ['METRICS_PORT', '70000'],
    ['METRICS_HOST', 'http://x'],
  ])('%s=%s is refused in one line that does not repeat a secret', (name, value) => {
    const problems = problemsOf({ ...token, [name]: value })
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} `))])
    expect(problems.join()).not.toContain('hunter2')
  })

  test('cannot put metrics on another address with the same port', () => {
    expect(problemsOf({ ...token, HOST: '0.0.0.0', METRICS_HOST: '127.0.0.1', METRICS_PORT: '3000' })).toEqual([
      expect.stringMatching(/^METRICS_HOST differs from HOST/),
    ])
  })

  test.each(['0 */5 * * * *', '*/30 * * * * *', '0,30 * 8-18 1 jan-jun mon-fri', '5 4 3 2 1 0'])(
    'the schedule %s is accepted',
    (schedule) => {
      expect(readConfig({ ...token, POLL_SCHEDULE: schedule }).pollSchedule).toBe(schedule)
    },
  )

  test.each(['60 * * * * *', '*/0 * * * * *', '1--2 * * * * *', '* * * * foo *', '@hourly'])(
    'the schedule %s is refused',
    (schedule) => {
      expect(problemsOf({ ...token, POLL_SCHEDULE: schedule })).toHaveLength(1)
    },
  )
})

describe('a warning', () => {
  test.each([
    ['a misspelled name', { ENCRYPTION_KEY: 'x' }, 'Ferry does not read ENCRYPTION_KEY; did you mean ENCRYPTION_KEYS?'],
    ['a name in lower case', { log_level: 'debug' }, 'Ferry does not read log_level; did you mean LOG_LEVEL?'],
    ['a store in memory', { STORE_URL: 'memory:' }, /forgotten at each restart/],
    ['unencrypted tokens', { SLACK_API_URL: 'http://slack.example.com/api/' }, /in the clear/],
    ['sockets with replicas', { SLACK_APP_TOKEN: 'xapp-1', STORE_URL: 'redis://localhost' }, /HTTP mode/],
  ])('is given for %s', (_, more, warning) => {
    expect(readConfig({ ...token, ...more }).warnings).toEqual([expect.stringMatching(warning)])
  })

  test('is not given for variables of other programs', () => {
    const others = { HOME: '/root', PATH: '/bin', POSTS: '1', HOSTNAME: 'a', NODE_ENV: 'production' }
    expect(readConfig({ ...token, ...others }).warnings).toEqual([])
  })
})

describe('a printed configuration', () => {
  const secret = /xoxb-fake|xapp-fake|fake-|hunter2|AQEBAQ/
  const config = readConfig({ ...oauth, STORE_URL: 'rediss://ferry:hunter2@redis.example.com:6379/0' })

  test('leaves out secrets and keeps the rest', () => {
    const shown = JSON.stringify(describeConfig(config))
    expect(shown).not.toMatch(secret)
    expect(shown).toContain('rediss://[redacted]@redis.example.com:6379/0')
    expect(shown).toContain('"encryptionKeys":["k1"]')
  })

  test('logged by accident, in full or in part, shows no secret', () => {
    for (const part of [config, config.slack, config.auth, config.encryptionKeys]) {
      expect(JSON.stringify(part)).not.toMatch(secret)
      expect(inspect(part, { depth: 9 })).not.toMatch(secret)
    }
  })
})

function reportOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    return startReport(error)
  }
  return ''
}

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof AppError && error.code === 'config_invalid') return String(error.details.problems).split('\n')
    throw error
  }
  return []
}
