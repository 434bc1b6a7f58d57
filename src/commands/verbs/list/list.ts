import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import type { ListAnswer } from '../../../fleet/list.ts'
import type { ListFilter } from '../../../migrations/list-filter.ts'
import { parseRef } from '../../../migrations/typed/ref.ts'
import type { Account } from '../../../store/store.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { migrationList } from '../../../views/list/list.ts'
import { accountsFor } from '../../find/accounts.ts'
import { lookAround } from '../../find/look.ts'
import type { Command, Reply, Tools } from '../../machine/command.ts'
import { pageIn } from '../../machine/page.ts'
import { type Head, withHead } from './below.ts'
import { isEmptyAsYet, isNews, readPage, troublesIn, type Wanted } from './page.ts'
import { listOf, readWords } from './words.ts'

export const list: Command = {
  verb: 'list',
  aliases: ['ls', 'all'],
  needs: 'viewer',
  takes: { most: 'any' },
  options: ['group', 'sync'],
  usage: 'list [account] [state] [kind] [name or bucket] [--group <id> | --sync <id>]',
  summary: 'Migrations of one account or all, page by page',
  examples: [
    'list',
    'list prod-hw',
    'list running',
    'list prod-hw failed',
    'list groups',
    'list running archive-2026',
    'list failed --group prod-hw/d85e…',
  ],
  notes: [
    'States: queued, running, retrying, pausing, paused, succeeded, failed, cancelled.',
    '“failed” also lists migrations that finished without migrating everything; “succeeded” leaves them out.',
    '`stalled` lists what is running but has not moved for 15 minutes, as far as Ferry knows.',
    'Kinds: tasks, groups, syncs, policies, jobs.',
    'Any other word is part of a name, or the start of an id, a source bucket or a destination bucket.',
    'Tasks of a task group and runs of a synchronization task stand together, below it.',
    '`--group` lists the tasks of one task group, `--sync` the runs of one synchronization task.',
  ],
  answersTo: ({ asks, words, ref }) =>
    ref === undefined && !/^wh(o|ose|en|ere)$/.test(asks) ? words.flatMap((word) => listOf(word) ?? [])[0] : undefined,
  async run(invocation, tools) {
    const filter = await readWords(invocation, tools)
    const { account, ...asked } = filter
    const page = pageIn(invocation, list.usage)
    const { group, sync } = invocation.flags
    const below = group ?? sync
    if (below === undefined) {
      const command = ['list', ...invocation.words].join(' ')
      return answer(
        { accounts: await accountsFor(account, tools), wanted: { ...wantedOf(asked), page }, filter, command },
        tools,
      )
    }
    if (asked.isStalled) throw stalledBelow()
    const kind = group === undefined ? 'sync' : 'group'
    const command = (ref: string) => `${['list', ...stateIn(asked)].join(' ')} --${kind} ${ref}`
    return withHead(invocation, tools, {
      kind,
      typed: refIn(below, account),
      command,
      proceed: (head) => {
        const { kinds: _, ...wanted } = wantedOf(asked)
        const list = { accounts: [head.account], wanted: { ...wanted, page, below: head.below } }
        return answer({ ...list, filter: stateAlone(asked), command: command(head.ref), head }, tools)
      },
    })
  },
}

type List = { accounts: readonly Account[]; wanted: Wanted; filter: ListFilter; command: string; head?: Head }

/**
 * Answers with what is known, and once more when what moves has been read. Waits for that only while there is nothing
 * to show, because an account has not been listed yet.
 */
async function answer(list: List, tools: Tools): Promise<Reply> {
  const { accounts, wanted } = list
  const read = () => readPage(accounts, wanted, tools)
  const known = await read()
  const names = accounts.map(({ name }) => name)
  if (isEmptyAsYet(known)) {
    await lookAround(names, tools)
    return { type: 'message', message: drawn(await read(), list) }
  }
  return {
    type: 'message',
    message: drawn(known, list),
    async later() {
      if (!(await lookAround(names, tools))) return undefined
      const now = await read()
      return { message: drawn(now, list), isNews: isNews(known, now) }
    },
  }
}

function drawn(listed: ListAnswer, { wanted, filter, command, head }: List): Message {
  return migrationList({
    ...listed,
    page: wanted.page,
    filter,
    command,
    isCut: listed.accounts.some(({ isCut }) => isCut),
    troubles: troublesIn(listed),
    ...(head && { below: { kind: head.below.kind, ref: head.ref } }),
  })
}

/** The filter of a head's members: state and text alone. */
function stateAlone({ state, text }: ListFilter): ListFilter {
  return defined({ state, text })
}

function wantedOf({ state, kind, isStalled, text }: Omit<ListFilter, 'account'>): Omit<Wanted, 'page'> {
  return {
    ...(state === undefined ? {} : { states: [state] }),
    ...(kind === undefined ? {} : { kinds: [kind] }),
    ...defined({ isStalled, text }),
  }
}

function stateIn({ state }: ListFilter): string[] {
  return state === undefined ? [] : [state]
}

function stalledBelow(): AppError {
  const problem = 'Ferry can’t look for stalled migrations in one group or synchronization task.'
  return new AppError('usage', { problem, usage: 'list stalled' })
}

/**
 * The reference of a group or a synchronization task. An account typed beside it completes it. Throws AppError usage if
 * the two disagree.
 */
function refIn(typed: string, account: string | undefined): string {
  const named = parseRef(typed)?.account
  if (account === undefined || named === account.toLowerCase()) return typed
  if (named === undefined) return `${account}/${typed}`
  throw new AppError('usage', {
    problem: `\`${typed.slice(0, 60)}\` is not in \`${account.slice(0, 40)}\`.`,
    usage: 'list --group prod-hw/d85e…',
  })
}
