import { AppError } from '../../errors.ts'
import { type Kind, kinds, type Migration, type State, states } from '../../migrations/migration.ts'
import { parseRef, refOf } from '../../migrations/ref.ts'
import type { ListQuery, MigrationPage } from '../../providers/provider.ts'
import type { Account } from '../../store/store.ts'
import { type MigrationList, migrationList, pageSize } from '../../views/list.ts'
import type { Command, Invocation, Reply, Tools } from '../command.ts'
import { accountsFor, troublesOf } from '../find.ts'
import { withGroup } from '../find-group.ts'

export const list: Command = {
  verb: 'list',
  aliases: ['ls', 'all'],
  needs: 'viewer',
  usage: 'list [account] [state] [kind] [--group <id>]',
  summary: 'Migrations of one account or all, page by page',
  examples: [
    'list',
    'list prod-hw',
    'list running',
    'list prod-hw failed',
    'list groups',
    'list failed --group prod-hw/d85e…',
  ],
  notes: [
    'States: queued, running, retrying, pausing, paused, succeeded, failed, cancelled.',
    'Kinds: tasks, groups, syncs, policies, jobs.',
    '`--group` lists the tasks of one task group.',
  ],
  async run(invocation, tools) {
    const { account, ...asked } = readWords(invocation.words)
    const page = readPage(invocation)
    const { group: typed } = invocation.flags
    if (typed !== undefined) return listGroup({ typed: refIn(typed, account), page, asked }, invocation, tools)
    const pages = await readPages(await accountsFor(account, tools), { tools, page, filter: asked })
    const command = ['list', ...invocation.words].join(' ')
    return { type: 'message', message: migrationList({ ...pages, page, command }) }
  },
}

type Group = { typed: string; page: number; asked: Pick<Asked, 'state'> }

function listGroup({ typed, page, asked }: Group, invocation: Invocation, tools: Tools): Promise<Reply> {
  const words = ['list', ...(asked.state === undefined ? [] : [asked.state])].join(' ')
  return withGroup({ ...invocation, words: [typed] }, tools, {
    command: (ref) => `${words} --group ${ref}`,
    async proceed({ account, id }) {
      const pages = await readPages([account], { tools, page, filter: { ...asked, group: id } })
      const group = refOf({ account: account.name, id })
      const command = `${words} --group ${group}`
      return { type: 'message', message: migrationList({ ...pages, page, command, group }) }
    },
  })
}

/** The group's reference. An account typed beside the group completes it. Throws AppError usage if the two disagree. */
function refIn(typed: string, account: string | undefined): string {
  const named = parseRef(typed)?.account
  if (account === undefined || named === account.toLowerCase()) return typed
  if (named === undefined) return `${account}/${typed}`
  throw new AppError('usage', {
    problem: `\`${typed.slice(0, 60)}\` is not in \`${account.slice(0, 40)}\`.`,
    usage: 'list --group prod-hw/d85e…',
  })
}

type Asked = { account?: string; state?: State; kind?: Kind }

/** Reads an account, a state and a kind in any order. Understands the words that people use for states. */
function readWords(words: readonly string[]): Asked {
  const asked: Asked = {}
  for (const word of words) {
    const state = stateIn(word)
    const kind = kindIn(word)
    if (state !== undefined) asked.state = state
    else if (kind !== undefined) asked.kind = kind
    else if (asked.account === undefined) asked.account = word.replace(/[.…/]+$/, '')
    else
      throw new AppError('usage', {
        problem: `\`${word.slice(0, 40)}\` is neither an account nor a state or a kind.`,
        usage: list.usage,
      })
  }
  return asked
}

function stateIn(word: string): State | undefined {
  const wanted = word.toLowerCase().replace(/[.…]+$/, '')
  return states.find((state) => state === wanted && state !== 'unknown') ?? synonyms.get(wanted)
}

function kindIn(word: string): Kind | undefined {
  const wanted = word.toLowerCase()
  return kinds.find((kind) => wanted === kind || wanted === pluralOf(kind))
}

function pluralOf(kind: Kind): string {
  return kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`
}

const synonyms: ReadonlyMap<string, State> = new Map<string, State>([
  ['waiting', 'queued'],
  ['pending', 'queued'],
  ['active', 'running'],
  ['migrating', 'running'],
  ['stopped', 'paused'],
  ['done', 'succeeded'],
  ['success', 'succeeded'],
  ['finished', 'succeeded'],
  ['completed', 'succeeded'],
  ['error', 'failed'],
])

function readPage({ flags }: Invocation): number {
  if (flags.page === undefined) return 1
  const page = Number(flags.page)
  if (Number.isInteger(page) && page >= 1 && page <= 10_000) return page
  throw new AppError('usage', { problem: 'A page is a number from 1.', usage: 'list --page 2' })
}

type Reading = { tools: Tools; page: number; filter: Pick<ListQuery, 'state' | 'group' | 'kind'> }
type Pages = Pick<MigrationList, 'migrations' | 'hasMore' | 'total' | 'troubles'>

/**
 * Reads one page of migrations. A single account is paged by its cloud. Several are merged, newest first, and each is
 * read as far as it could reach this page. An account that cannot be read becomes a note, and the others are shown.
 */
async function readPages(accounts: readonly Account[], reading: Reading): Promise<Pages> {
  const [only] = accounts
  if (only !== undefined && accounts.length === 1) return { ...(await readOne(only, reading)), troubles: [] }
  const readings = await Promise.allSettled(accounts.map((account) => readUpTo(account, reading)))
  const pages = readings.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const merged = pages.flatMap(({ migrations }) => migrations).sort(newestFirst)
  const end = reading.page * pageSize
  const totals = pages.map(({ total }) => total)
  return {
    migrations: merged.slice(end - pageSize, end),
    hasMore: merged.length > end || pages.some(({ hasMore }) => hasMore),
    troubles: troublesOf(accounts, readings),
    ...(totals.every((total) => total !== undefined) ? { total: totals.reduce((sum, total) => sum + total, 0) } : {}),
  }
}

function readOne(account: Account, { tools, page, filter }: Reading): Promise<MigrationPage> {
  return tools.connect(account).list({ ...filter, offset: (page - 1) * pageSize, limit: pageSize }, {})
}

async function readUpTo(account: Account, { tools, page, filter }: Reading): Promise<MigrationPage> {
  const wanted = page * pageSize
  const limit = Math.min(100, wanted)
  const connection = tools.connect(account)
  const migrations: Migration[] = []
  for (let offset = 0; ; offset += limit) {
    const next = await connection.list({ ...filter, offset, limit }, {})
    migrations.push(...next.migrations)
    if (!next.hasMore || migrations.length >= wanted) return { ...next, migrations }
  }
}

/** When a migration began, or was created if it has not begun. Epoch milliseconds. */
function bornAt({ startedAt, createdAt }: Migration): number | undefined {
  return startedAt ?? createdAt
}

function newestFirst(a: Migration, b: Migration): number {
  return (bornAt(b) ?? Number.MAX_SAFE_INTEGER) - (bornAt(a) ?? Number.MAX_SAFE_INTEGER)
}
