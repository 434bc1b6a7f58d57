import { validateDetailed } from 'node-cron'
import { z } from 'zod'
import { decoded } from '../text/decoded.ts'
import { readKeyIds, readKeys } from './encryption-keys.ts'
import { split } from './lists.ts'

/** Host on which Ferry listens by default. */
export const loopback = '127.0.0.1'

const rotatingToken =
  'is a token that expires, which Ferry cannot use. Slack does not let you turn token rotation off again, ' +
  'so create the app again from manifest.yml and copy its token (xoxb-…)'
// With no-break spaces, so that a report keeps it on one line.
const cronExample = '*/30\u00a0*\u00a0*\u00a0*\u00a0*\u00a0*'
const graceRule = 'is not a number of days; it should be a whole number from 1 to 365, like 7'

/**
 * Each environment variable by itself: its format and the value that it becomes. Rules that span several variables are
 * in `config.ts`. No message may repeat a value that could be a secret.
 */
export const environmentSchema = z.object({
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^(?!xox|xapp-)\S+$/, 'is not a signing secret; copy it from Basic Information › App Credentials')
    .optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .refine((token) => !token.startsWith('xoxe'), { error: rotatingToken, abort: true })
    .regex(/^xoxb-\S+$/, 'is not a bot token; it should look like xoxb-…, from OAuth & Permissions')
    .optional(),
  SLACK_CLIENT_ID: z.string().regex(/^\S+$/, 'contains spaces; it should look like 1234567890.1234567890').optional(),
  SLACK_CLIENT_SECRET: z.string().regex(/^\S+$/, 'contains spaces; copy it from Basic Information again').optional(),
  SLACK_STATE_SECRET: z.string().min(16, 'is too short to be a secret; make one with: openssl rand -hex 32').optional(),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-\S+$/, 'is not an app-level token; it should look like xapp-…, with the scope connections:write')
    .optional(),
  SLACK_API_URL: url().transform(withFinalSlash).default('https://slack.com/api/'),
  // The loopback address by default, so that nothing is exposed unless somebody decides so: a TLS proxy stands in
  // front, or a container (see the Dockerfile) asks for 0.0.0.0.
  HOST: address().default(loopback),
  // 0 lets the system choose a free port.
  PORT: z
    .string()
    .refine(isPort, 'is not a port; it should be a number from 0 to 65535, like 3000')
    .transform(Number)
    .default(3000),
  METRICS_HOST: address().optional(),
  METRICS_PORT: z
    .union(
      [z.literal('off'), z.string().refine(isPort).transform(Number)],
      'is not a port; it should be a number from 0 to 65535, like 9464, or off',
    )
    .default(9464),
  PUBLIC_URL: url()
    .refine(isEncrypted, 'is not encrypted; Slack sends people back to https:// addresses only')
    .transform(withoutFinalSlash)
    .optional(),
  STORE_URL: z
    .string()
    .refine(isStoreUrl, 'is not a store; it should look like sqlite:./data/ferry.db, redis://host:6379 or memory:')
    .default('sqlite:./data/ferry.db'),
  STORE_ID: z.uuid('is not the id of a store; Ferry logs it at the first start').optional(),
  ENCRYPTION_KEYS: z.string().transform(readKeys).optional(),
  LOST_ENCRYPTION_KEYS: z.string().transform(readKeyIds).default([]),
  POLL_SCHEDULE: z
    .string()
    .refine((text) => cronProblem(text) === undefined, {
      error: ({ input }) =>
        `is not a cron schedule with seconds: ${cronProblem(String(input))}. It should have six fields, like ${cronExample}`,
    })
    .default('*/30 * * * * *'),
  SHUTDOWN_GRACE: z
    .string()
    .regex(/^\d{1,3}$/, 'is not a number of seconds; it should be from 0 to 999, like 5')
    .transform(Number)
    .optional(),
  ENDPOINT_ALLOWLIST: z.string().transform(readHosts).default([]),
  ADMINS: z.string().transform(readUserIds).default([]),
  UNINSTALL_GRACE_DAYS: z
    .string()
    .regex(/^\d{1,3}$/, graceRule)
    .transform(Number)
    .refine((days) => days >= 1 && days <= 365, graceRule)
    .default(7),
  HEARTBEAT_URL: url().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url().transform(withoutFinalSlash).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().transform(readHeaders).default({}),
  WORK_OBJECTS: z.enum(['on', 'off'], 'is neither on nor off').default('off'),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(
      z.enum(
        ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
        'is none of fatal, error, warn, info, debug, trace, silent',
      ),
    )
    .default('info'),
})

export type Environment = z.infer<typeof environmentSchema>

function url() {
  return z
    .string()
    .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'is not a URL; it should look like https://…')
}

function address() {
  return z.string().regex(/^[\w.:-]+$/, 'is not an address to listen on; it should look like 127.0.0.1 or 0.0.0.0')
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535
}

/** Whether traffic to a URL is private: encrypted, or to the machine itself. */
export function isEncrypted(url: string): boolean {
  return url.startsWith('https:') || /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/.test(url)
}

function withFinalSlash(text: string): string {
  return text.endsWith('/') ? text : `${text}/`
}

function withoutFinalSlash(text: string): string {
  return text.replace(/\/+$/, '')
}

/** Whether several replicas can use a store, as they can with Redis. */
export function isSharedStore(storeUrl: string): boolean {
  return /^rediss?:/.test(storeUrl)
}

function isStoreUrl(text: string): boolean {
  if (/^rediss?:\/\//.test(text)) return URL.canParse(text) && new URL(text).hostname !== ''
  // SQLite's own name for a database in memory would leave a lock file behind, and no warning that all will be forgotten.
  return text === 'memory:' || (/^sqlite:.+$/.test(text) && !/^sqlite:(\/\/)?:memory:/.test(text))
}

function readHosts(text: string, context: z.RefinementCtx<string>): string[] {
  const hosts = split(text.toLowerCase(), /[\s,]+/)
  for (const host of hosts.filter((host) => !isHost(host))) {
    const shown = host.replace(/.*@/, '…@')
    context.addIssue(
      `has "${shown}", which is not a host; each entry should look like oms.example.com or 10.0.0.5:8443`,
    )
  }
  return hosts
}

/** Whether a text is `host` or `host:port`, as in a URL, and nothing else. */
function isHost(text: string): boolean {
  if (!URL.canParse(`http://${text}`)) return false
  return /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/.test(text)
}

/** Headers as OpenTelemetry's specification writes them: `name=value,name=value`, percent-encoded. */
function readHeaders(text: string, context: z.RefinementCtx<string>): Record<string, string> {
  const entries = split(text, /,/).map((entry) => /^\s*([\w-]+)\s*=(.*)$/.exec(entry) ?? [])
  if (entries.some(([, name]) => name === undefined)) {
    context.addIssue('has an entry that is not name=value; it should look like api-key=…')
  }
  return Object.fromEntries(
    entries.flatMap(([, name, value = '']) =>
      name === undefined ? [] : [[name, decoded(value.trim()) ?? value.trim()]],
    ),
  )
}

function readUserIds(text: string, context: z.RefinementCtx<string>): string[] {
  const ids = split(text, /[\s,]+/)
  for (const id of ids.filter((id) => !/^[UW][A-Z0-9]+$/.test(id))) {
    context.addIssue(`has "${id}", which is not a user id; it should look like U012ABCDEF (profile › Copy member ID)`)
  }
  return ids
}

/** The problem of a cron expression with seconds. Undefined if it is valid. */
function cronProblem(text: string): string | undefined {
  if (text.split(/\s+/).length !== 6) return 'it does not have six fields'
  const { valid, errors } = validateDetailed(text)
  return valid ? undefined : errors.map(({ message }) => message).join('; ')
}
