import { inspect } from 'node:util'
import { AppError } from '../errors/errors.ts'
import { type EncryptionKey, howToMakeKeys } from './encryption-keys.ts'
import { type Environment, environmentSchema, isSharedStore, loopback } from './environment.ts'
import { shellSyntaxIn } from './shell-syntax.ts'
import { cautions, misspellings } from './warnings.ts'

/**
 * Reads the configuration from the environment. Throws config_invalid, whose `details.problems` lists all problems, one
 * a line, and never repeats a secret.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = withoutBlanks(environment)
  const parsed = environmentSchema.safeParse(given)
  const unread = shellSyntaxIn(given)
  const issues = (parsed.error?.issues ?? []).filter(({ path }) => !unread.has(String(path[0])))
  const problems = [...combinationProblems(given), ...unread.values(), ...issues.map(issueLine)]
  const misspelled = misspellings(given)
  const config = parsed.success ? assemble(parsed.data, misspelled) : undefined
  if (config === undefined || problems.length > 0) {
    throw new AppError('config_invalid', { problems: [...problems, ...misspelled].join('\n') })
  }
  return discreet(config, describeConfig)
}

export type Config = {
  /** How Slack's requests arrive. */
  slack: { mode: 'http'; signingSecret: string } | { mode: 'socket'; appToken: string }
  /** How Ferry gets Slack's tokens: one workspace by a fixed token, or many by OAuth. */
  auth: TokenAuth | OAuthAuth
  /** Address of the Web API. Ends in a slash. */
  slackApiUrl: string
  host: string
  port: number
  /** Where metrics and details are served: at an address of their own, on Slack’s port, or nowhere. */
  metrics: { place: 'apart'; host: string; port: number } | { place: 'together' } | { place: 'nowhere' }
  /** URL at which people reach this server, without a final slash. */
  publicUrl?: string
  storeUrl: string
  /** Id of the only store that Ferry may start with. */
  storeId?: string
  /** Keys that seal records; at least one. The first one seals, all of them open. */
  encryptionKeys: readonly EncryptionKey[]
  /** Ids of lost encryption keys, which nobody has any more. What they sealed stays unreadable. */
  lostKeys: readonly string[]
  /** When the poller runs: a cron expression with seconds. */
  pollSchedule: string
  /** How long a process that is asked to stop announces it before it takes no more connections, in milliseconds. */
  shutdownGraceMs: number
  /** Hosts that may be called as endpoints: lower case, `host` or `host:port`. */
  endpointAllowlist: readonly string[]
  /** How long a workspace's data is kept after Ferry was removed from it, in milliseconds. */
  uninstallGraceMs: number
  /** Slack user ids of the first admins. */
  admins: readonly string[]
  /** Where each replica reports that all is well. A secret: whoever knows it can keep the monitor quiet. */
  heartbeatUrl?: string
  /** Where traces are sent. Both parts can hold a key, so both are secret. */
  traces?: { url: string; headers: Readonly<Record<string, string>> }
  /** Whether the app has Slack's Work Object Previews, which its manifest cannot turn on. */
  hasWorkObjects: boolean
  logLevel: Environment['LOG_LEVEL']
  /** Settings that are not wrong, but worth a line in the log. */
  warnings: readonly string[]
}
export type TokenAuth = { type: 'token'; botToken: string }
export type OAuthAuth = { type: 'oauth'; clientId: string; clientSecret: string; stateSecret: string }
export type { EncryptionKey }

/** The configuration as it may be printed, without secrets. */
export function describeConfig(config: Config): Readonly<Record<string, unknown>> {
  return {
    ...config,
    slack: describeSlack(config.slack),
    auth: describeAuth(config.auth),
    ...(config.heartbeatUrl !== undefined && { heartbeatUrl: '[redacted]' }),
    ...(config.traces !== undefined && { traces: '[redacted]' }),
    storeUrl: config.storeUrl.replace(/\/\/.*@/, '//[redacted]@'),
    encryptionKeys: config.encryptionKeys.map(describeKey),
  }
}

type Given = Readonly<Record<string, string>>

/** Removes blank variables, because Compose files and shells pass "not set" as an empty string. */
function withoutBlanks(environment: Readonly<Record<string, string | undefined>>): Given {
  const trimmed = Object.entries(environment).map(([name, value]) => [name, value?.trim() ?? ''])
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''))
}

function issueLine(issue: { path: PropertyKey[]; message: string }): string {
  return `${issue.path.join('.')} ${issue.message}`
}

const oauthNames = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const

/**
 * Problems of variables that do not go together. Reads the raw variables, so that it works even if single values are
 * wrong.
 */
function combinationProblems(given: Given): string[] {
  const problems = authProblems(given)
  if (given.SLACK_APP_TOKEN === undefined && given.SLACK_SIGNING_SECRET === undefined) {
    problems.push(
      'SLACK_SIGNING_SECRET is missing; HTTP mode needs it. Copy it from Basic Information › App Credentials, ' +
        'or set SLACK_APP_TOKEN (xapp-…) for Socket Mode',
    )
  }
  if (given.ENCRYPTION_KEYS === undefined) problems.push(`ENCRYPTION_KEYS is missing; ${howToMakeKeys}`)
  return [...problems, ...lostKeyProblems(given), ...metricsProblems(given)]
}

function lostKeyProblems({ ENCRYPTION_KEYS = '', LOST_ENCRYPTION_KEYS = '' }: Given): string[] {
  const known = ENCRYPTION_KEYS.split(',').map((entry) => entry.trim().split(':')[0])
  const both = LOST_ENCRYPTION_KEYS.split(/[\s,]+/).filter((id) => id !== '' && known.includes(id))
  return both.map((id) => `LOST_ENCRYPTION_KEYS has ${id}, which is in ENCRYPTION_KEYS; take it out of one of them`)
}

/** Problems of metrics on Slack's port: one port has one address, and nothing must be exposed by accident. */
function metricsProblems({
  HOST = loopback,
  PORT = '3000',
  METRICS_HOST = HOST,
  METRICS_PORT = '9464',
}: Given): string[] {
  if (METRICS_HOST === HOST || METRICS_PORT !== PORT || PORT === '0') return []
  return [
    'METRICS_HOST differs from HOST, but METRICS_PORT is PORT; give METRICS_PORT another number or remove METRICS_HOST',
  ]
}

function authProblems(given: Given): string[] {
  const hasToken = given.SLACK_BOT_TOKEN !== undefined
  const present = oauthNames.filter((name) => given[name] !== undefined)
  if (hasToken && present.length > 0) {
    return [
      `SLACK_BOT_TOKEN is set together with ${present.join(', ')}; keep the token for one workspace, or OAuth for many`,
    ]
  }
  if (hasToken) return []
  if (present.length === 0) {
    return [`SLACK_BOT_TOKEN is missing; set it (xoxb-…) for one workspace, or ${oauthNames.join(', ')} for many`]
  }
  const needed = [...oauthNames, 'PUBLIC_URL']
  const missing = needed.filter((name) => given[name] === undefined)
  if (missing.length === 0) return []
  const verb = missing.length === 1 ? 'is' : 'are'
  return [`${missing.join(', ')} ${verb} missing; OAuth needs all of ${needed.join(', ')}`]
}

function assemble(environment: Environment, warnings: readonly string[]): Config | undefined {
  const slack = readSlack(environment)
  const auth = readAuth(environment)
  const keys = environment.ENCRYPTION_KEYS
  if (slack === undefined || auth === undefined || keys === undefined) return undefined
  return {
    slack: discreet(slack, describeSlack),
    auth: discreet(auth, describeAuth),
    slackApiUrl: environment.SLACK_API_URL,
    host: environment.HOST,
    port: environment.PORT,
    metrics: readMetrics(environment),
    ...(environment.PUBLIC_URL !== undefined && { publicUrl: environment.PUBLIC_URL }),
    storeUrl: environment.STORE_URL,
    ...(environment.STORE_ID !== undefined && { storeId: environment.STORE_ID }),
    encryptionKeys: keys.map((key) => discreet(key, describeKey)),
    lostKeys: environment.LOST_ENCRYPTION_KEYS,
    pollSchedule: environment.POLL_SCHEDULE,
    shutdownGraceMs: (environment.SHUTDOWN_GRACE ?? graceOf(slack, environment)) * 1000,
    endpointAllowlist: environment.ENDPOINT_ALLOWLIST,
    uninstallGraceMs: environment.UNINSTALL_GRACE_DAYS * dayMs,
    admins: environment.ADMINS,
    ...(environment.HEARTBEAT_URL !== undefined && { heartbeatUrl: environment.HEARTBEAT_URL }),
    ...readTraces(environment),
    hasWorkObjects: environment.WORK_OBJECTS === 'on',
    logLevel: environment.LOG_LEVEL,
    warnings: [...warnings, ...cautions(environment)],
  }
}

const dayMs = 24 * 3_600_000

function readSlack({ SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret }: Environment) {
  if (appToken !== undefined) return { mode: 'socket', appToken } as const
  return signingSecret === undefined ? undefined : ({ mode: 'http', signingSecret } as const)
}

function readMetrics({ METRICS_HOST: host = loopback, METRICS_PORT: port, PORT }: Environment): Config['metrics'] {
  if (port === 'off') return { place: 'nowhere' }
  return port === PORT && port !== 0 ? { place: 'together' } : { place: 'apart', host, port }
}

function readTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_OTLP_HEADERS: headers }: Environment) {
  if (url === undefined) return {}
  return { traces: discreet({ url, headers }, () => '[redacted]') }
}

/**
 * Seconds that a process announces its stop. Only replicas that share Slack's requests have a load balancer, which
 * needs time to notice that one of them leaves.
 */
function graceOf({ mode }: Config['slack'], { STORE_URL }: Environment): number {
  return mode === 'http' && isSharedStore(STORE_URL) ? 5 : 0
}

function readAuth(environment: Environment): Config['auth'] | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_CLIENT_ID: clientId } = environment
  const { SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = environment
  if (botToken !== undefined) return { type: 'token', botToken }
  if (clientId === undefined || clientSecret === undefined || stateSecret === undefined) return undefined
  return { type: 'oauth', clientId, clientSecret, stateSecret }
}

function describeSlack({ mode }: Config['slack']) {
  return { mode }
}

function describeAuth(auth: Config['auth']) {
  return auth.type === 'oauth' ? { type: auth.type, clientId: auth.clientId } : { type: auth.type }
}

function describeKey({ id }: EncryptionKey) {
  return id
}

/** The same value, but logged, printed or turned into JSON by accident, it shows only its description. */
function discreet<Value extends object>(value: Value, describe: (value: Value) => unknown): Value {
  const show = { value: () => describe(value) }
  return Object.defineProperties(value, { toJSON: show, [inspect.custom]: show })
}
