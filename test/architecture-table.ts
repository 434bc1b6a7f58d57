/**
 * The import table as data: the architecture test enforces it, and ARCHITECTURE.md prints it. Within a folder, every
 * file may import every other, without cycles. Everything may import the ground floor.
 */
export const groundFloor = ['src/async/', 'src/errors/', 'src/text/', 'src/defined.ts', 'src/log.ts'] as const

/** Folders that may import everything: they put the parts together. */
export const composition = ['src/app/', 'src/terminal/'] as const

export const importColumns = [
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
  async: {},
  text: {},
  errors: {},
  config: {},
  migrations: {},
  catalogue: { migrations: 'x' },
  access: {},
  approvals: { migrations: 'x', access: 'x' },
  providers: { migrations: 'x', 'provider.ts': 'x' },
  store: { migrations: 'x', access: 'x', approvals: 'x', 'store.ts': 'x' },
  fleet: { migrations: 'x', catalogue: 'x', access: 'x', 'provider.ts': 't', 'store.ts': 't' },
  observe: { migrations: 'x', fleet: 'x', 'provider.ts': 't', 'store.ts': 't' },
  leader: { 'store.ts': 't' },
  views: {
    migrations: 'x',
    catalogue: 'x',
    access: 'x',
    approvals: 'x',
    'provider.ts': 't',
  },
  send: { migrations: 'x', 'store.ts': 't' },
  requests: {
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
  slack: { access: 't', 'store.ts': 't', views: 'x', commands: 'x', send: 't' },
  operate: { migrations: 'x', 'provider.ts': 't', 'store.ts': 't', send: 't' },
}

/** Files outside the folders: what each of them may import besides the ground floor. */
export const topTable: Readonly<Record<string, readonly string[]>> = {
  'src/main.ts': [
    'src/app/app.ts',
    'src/config/config.ts',
    'src/operate/log.ts',
    'src/operate/start-report.ts',
    'src/terminal/index.ts',
  ],
  'src/defined.ts': [],
  'src/log.ts': [],
}

/**
 * The only place that may import each package: a file, or a folder ending in a slash. Files in `types` may import its
 * types.
 */
export const packageHomes: Readonly<Record<string, { code: readonly string[]; types?: readonly string[] }>> = {
  '@slack/bolt': { code: ['src/slack/'] },
  '@slack/web-api': { code: ['src/slack/'] },
  '@slack/types': { code: ['src/slack/'], types: ['src/views/'] },
  undici: { code: ['src/main.ts', 'src/providers/http/http.ts'], types: ['src/providers/'] },
  keyv: { code: ['src/store/'] },
  '@keyv/redis': { code: ['src/store/'] },
  '@redis/client': { code: ['src/store/'] },
  'node:sqlite': { code: ['src/store/'] },
  'node-cron': { code: ['src/config/environment.ts', 'src/observe/schedule.ts'] },
  'temporal-polyfill': { code: ['src/text/zoned.ts'] },
  '@opentelemetry/api': { code: ['src/operate/traces.ts'] },
  '@opentelemetry/sdk-trace-base': { code: ['src/operate/traces.ts'] },
  '@opentelemetry/exporter-trace-otlp-http': { code: ['src/operate/traces.ts'] },
  '@opentelemetry/resources': { code: ['src/operate/traces.ts'] },
  pino: { code: ['src/operate/'] },
  yaml: { code: ['src/terminal/'] },
  zod: {
    code: [
      'src/config/',
      'src/migrations/',
      'src/access/',
      'src/approvals/',
      'src/fleet/',
      'src/leader/',
      'src/store/',
      'src/providers/',
      'src/slack/',
      'src/commands/',
      'src/terminal/',
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
  knip: 'npm run check',
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
