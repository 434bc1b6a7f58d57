import { AppError } from '../../../errors/errors.ts'
import { parseRef, refOf } from '../../../migrations/typed/ref.ts'
import { migrationList } from '../../../views/page/list.ts'
import { accountsFor } from '../../find/accounts.ts'
import { withMigration } from '../../find/find.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { withGroup } from './find-group.ts'
import { stalledRows } from './known-rows.ts'
import { readPage } from './reading.ts'
import { type Asked, readWords } from './words.ts'

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
    '`stalled` lists what is running but has not moved for 15 minutes, as far as Ferry knows.',
    'Kinds: tasks, groups, syncs, policies, jobs.',
    'Tasks of a task group and runs of a synchronization task stand together, below it.',
    '`--group` lists the tasks of one task group, `--sync` the runs of one synchronization task.',
  ],
  async run(invocation, tools) {
    const { account, isStalled, ...asked } = await readWords(invocation, tools)
    const page = pageIn(invocation)
    const { group, sync } = invocation.flags
    if (isStalled && (group ?? sync) !== undefined) throw stalledBelow()
    if (group !== undefined) return listGroup({ typed: refIn(group, account), page, asked }, invocation, tools)
    if (sync !== undefined) return listRuns({ typed: refIn(sync, account), page, asked }, invocation, tools)
    const accounts = await accountsFor(account, tools)
    const reading = { tools, page, filter: asked }
    const pages = isStalled ? await stalledRows(accounts, reading) : await readPage(accounts, reading)
    const command = ['list', ...invocation.words].join(' ')
    return { type: 'message', message: migrationList({ ...pages, page, command }) }
  },
}

function stalledBelow(): AppError {
  const problem = 'Ferry can’t look for stalled migrations in one group or synchronization task.'
  return new AppError('usage', { problem, usage: 'list stalled' })
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

function pageIn({ flags }: Invocation): number {
  if (flags.page === undefined) return 1
  const page = Number(flags.page)
  if (Number.isInteger(page) && page >= 1 && page <= 10_000) return page
  throw new AppError('usage', { problem: 'A page is a number from 1.', usage: 'list --page 2' })
}
