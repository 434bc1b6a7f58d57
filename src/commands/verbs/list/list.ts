import { AppError } from '../../../errors.ts'
import { type Kind, kinds, type State, states } from '../../../migrations/migration.ts'
import { parseRef, refOf } from '../../../migrations/ref.ts'
import { migrationList } from '../../../views/list.ts'
import type { Command, Invocation, Reply, Tools } from '../../command.ts'
import { accountsFor } from '../../find/accounts.ts'
import { withMigration } from '../../find/find.ts'
import { withGroup } from './find-group.ts'
import { readPage } from './reading.ts'

export const list: Command = {
  verb: 'list',
  aliases: ['ls', 'all'],
  needs: 'viewer',
  usage: 'list [account] [state] [kind] [--group <id> | --sync <id>]',
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
    '“failed” also lists migrations that finished without migrating everything; “succeeded” leaves them out.',
    'Kinds: tasks, groups, syncs, policies, jobs.',
    'Tasks of a task group and runs of a synchronization task stand together, below it.',
    '`--group` lists the tasks of one task group, `--sync` the runs of one synchronization task.',
  ],
  async run(invocation, tools) {
    const { account, ...asked } = readWords(invocation.words)
    const page = pageIn(invocation)
    const { group, sync } = invocation.flags
    if (group !== undefined) return listGroup({ typed: refIn(group, account), page, asked }, invocation, tools)
    if (sync !== undefined) return listRuns({ typed: refIn(sync, account), page, asked }, invocation, tools)
    const pages = await readPage(await accountsFor(account, tools), { tools, page, filter: asked })
    const command = ['list', ...invocation.words].join(' ')
    return { type: 'message', message: migrationList({ ...pages, page, command }) }
  },
}

type Below = { typed: string; page: number; asked: Pick<Asked, 'state'> }

/** Lists the tasks of a group. */
function listGroup({ typed, page, asked }: Below, invocation: Invocation, tools: Tools): Promise<Reply> {
  const words = wordsFor(asked)
  return withGroup({ ...invocation, words: [typed] }, tools, {
    command: (ref) => `${words} --group ${ref}`,
    async proceed({ account, id }) {
      const pages = await readPage([account], { tools, page, filter: { ...asked, group: id } })
      const ref = refOf({ account: account.name, id })
      const command = `${words} --group ${ref}`
      return { type: 'message', message: migrationList({ ...pages, page, command, below: { kind: 'group', ref } }) }
    },
  })
}

/** Lists the runs of a synchronization task. */
function listRuns({ typed, page, asked }: Below, invocation: Invocation, tools: Tools): Promise<Reply> {
  const words = wordsFor(asked)
  return withMigration({ ...invocation, words: [typed] }, tools, {
    verb: 'list --sync',
    command: (ref) => `${words} --sync ${ref}`,
    async proceed({ account, provider, migration: sync }) {
      const { noun = sync.kind, hasRuns } = provider.kinds[sync.kind] ?? {}
      if (!hasRuns) {
        const problem = `\`${sync.id.slice(0, 60)}\` is a ${noun}: it has no runs.`
        throw new AppError('usage', { problem, usage: 'list --sync prod-hw/0d14…' })
      }
      const pages = await readPage([account], { tools, page, filter: { ...asked, sync } })
      const ref = refOf(sync)
      const command = `${words} --sync ${ref}`
      return { type: 'message', message: migrationList({ ...pages, page, command, below: { kind: 'sync', ref } }) }
    },
  })
}

function wordsFor({ state }: Below['asked']): string {
  return ['list', ...(state === undefined ? [] : [state])].join(' ')
}

/** The reference of a group or a synchronization task. An account typed beside it completes it. Throws AppError usage if the two disagree. */
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

function pageIn({ flags }: Invocation): number {
  if (flags.page === undefined) return 1
  const page = Number(flags.page)
  if (Number.isInteger(page) && page >= 1 && page <= 10_000) return page
  throw new AppError('usage', { problem: 'A page is a number from 1.', usage: 'list --page 2' })
}
