/**
 * The import table as data: the architecture test enforces it, and ARCHITECTURE.md prints it. Within a folder, every
 * file may import every other, without cycles. Every folder may import `errors.ts`, `clock.ts`, `nearest.ts`,
 * `defined.ts`, `exclusively.ts` and `in-turn.ts`.
 */
export const importColumns = [
  'errors',
  'migrations',
  'catalogue',
  'access',
  'approvals',
  'fleet',
  'requests',
  'provider.ts',
  'store.ts',
  'views',
  'commands',
  'send',
] as const

export type ImportColumn = (typeof importColumns)[number]
/** `x`: may import. `t`: types only. */
export type Permission = 'x' | 't'

export const importTable: Readonly<Record<string, Partial<Record<ImportColumn, Permission>>>> = {
  migrations: { errors: 'x' },
  catalogue: { errors: 'x', migrations: 'x' },
  access: { errors: 'x' },
  approvals: { errors: 'x', migrations: 'x', access: 'x' },
  providers: { errors: 'x', migrations: 'x', 'provider.ts': 'x' },
  store: { errors: 'x', migrations: 'x', access: 'x', approvals: 'x', 'store.ts': 'x' },
  fleet: { errors: 'x', migrations: 'x', catalogue: 'x', access: 'x', 'provider.ts': 't', 'store.ts': 't' },
  observe: { errors: 'x', migrations: 'x', fleet: 'x', 'provider.ts': 't', 'store.ts': 't' },
  owner: { errors: 'x', 'store.ts': 't' },
  views: {
    errors: 'x',
    migrations: 'x',
    catalogue: 'x',
    access: 'x',
    approvals: 'x',
    'provider.ts': 't',
  },
  send: { errors: 'x', migrations: 'x', 'store.ts': 't' },
  requests: {
    errors: 'x',
    migrations: 'x',
    catalogue: 'x',
    access: 'x',
    approvals: 'x',
    fleet: 'x',
    'provider.ts': 't',
    'store.ts': 't',
    views: 'x',
    send: 't',
  },
  commands: {
    errors: 'x',
    migrations: 'x',
    catalogue: 'x',
    access: 'x',
    approvals: 'x',
    fleet: 'x',
    requests: 'x',
    'provider.ts': 't',
    'store.ts': 't',
    views: 'x',
    send: 't',
  },
  notify: {
    errors: 'x',
    migrations: 'x',
    catalogue: 'x',
    access: 'x',
    approvals: 'x',
    fleet: 'x',
    'provider.ts': 't',
    'store.ts': 't',
    views: 'x',
    send: 'x',
  },
  slack: { errors: 'x', access: 't', 'store.ts': 't', views: 'x', commands: 'x', send: 't' },
  operate: { errors: 'x', migrations: 'x', 'provider.ts': 't', 'store.ts': 't', send: 't' },
}

/** Files outside the folders: what each of them may import besides `errors.ts` and `clock.ts`. */
export const topTable: Readonly<Record<string, 'everything' | readonly string[]>> = {
  'src/app.ts': 'everything',
  'src/command-tools.ts': 'everything',
  'src/fleet-owner.ts': 'everything',
  'src/fleet-admins.ts': 'everything',
  'src/stand-still.ts': 'everything',
  'src/owned-workspace.ts': 'everything',
  'src/start-checks.ts': 'everything',
  'src/main.ts': ['src/app.ts', 'src/config.ts', 'src/operate/log.ts', 'src/operate/start-report.ts'],
  'src/config.ts': ['src/environment.ts', 'src/config-warnings.ts'],
  'src/config-warnings.ts': ['src/environment.ts', 'src/nearest.ts'],
  'src/environment.ts': [],
  'src/errors.ts': [
    'src/errors-of-accounts.ts',
    'src/errors-of-requests.ts',
    'src/errors-of-retries.ts',
    'src/errors-of-slack.ts',
    'src/errors-of-start.ts',
    'src/errors-of-store.ts',
    'src/errors-of-failures.ts',
    'src/errors-of-finding.ts',
    'src/errors-of-typing.ts',
    'src/slack-causes.ts',
  ],
  'src/errors-of-accounts.ts': [],
  'src/errors-of-finding.ts': [],
  'src/errors-of-requests.ts': [],
  'src/errors-of-retries.ts': [],
  'src/errors-of-slack.ts': [],
  'src/errors-of-start.ts': [],
  'src/errors-of-store.ts': [],
  'src/errors-of-failures.ts': [],
  'src/errors-of-typing.ts': [],
  'src/slack-causes.ts': [],
  'src/clock.ts': [],
  'src/nearest.ts': [],
  'src/defined.ts': [],
}

/**
 * The only place that may import each package: a file, or a folder ending in a slash. Files in `types` may import its
 * types.
 */
export const packageHomes: Readonly<Record<string, { code: readonly string[]; types?: readonly string[] }>> = {
  '@slack/bolt': { code: ['src/slack/'] },
  '@slack/web-api': { code: ['src/slack/'] },
  '@slack/types': { code: ['src/slack/'], types: ['src/views/'] },
  undici: { code: ['src/providers/http.ts'], types: ['src/providers/'] },
  keyv: { code: ['src/store/'] },
  '@keyv/redis': { code: ['src/store/'] },
  '@redis/client': { code: ['src/store/'] },
  'node:sqlite': { code: ['src/store/'] },
  'node-cron': { code: ['src/observe/schedule.ts'] },
  'temporal-polyfill': { code: ['src/notify/route.ts'] },
  pino: { code: ['src/operate/'] },
  zod: {
    code: [
      'src/environment.ts',
      'src/migrations/',
      'src/access/',
      'src/approvals/',
      'src/fleet/',
      'src/owner/',
      'src/store/',
      'src/providers/',
      'src/slack/',
      'src/commands/',
    ],
  },
}

/** Dependencies that no file imports, and what uses them instead. */
export const toolPackages: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'npm run check',
  '@twemoji/svg': 'the page of the playground shows its pictures',
  '@types/node': 'tsc',
  '@types/ws': 'tsc',
  '@vitest/coverage-v8': 'vitest --coverage',
  node: 'every npm script runs on it',
  typescript: 'npm run check',
}

/** The table as ARCHITECTURE.md prints it. */
export function importTableMarkdown(): string {
  const rows = Object.entries(importTable).map(([folder, row]) => [
    folder,
    ...importColumns.map((column) => row[column] ?? ''),
  ])
  return [['', ...importColumns], importColumns.map(() => '---').concat('---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
