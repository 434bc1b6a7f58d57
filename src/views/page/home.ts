import type { KnownBlock } from '@slack/types'
import type { MigrationRequest } from '../../approvals/request.ts'
import type { Explanation } from '../../catalogue/explain.ts'
import { explainEnd } from '../../catalogue/explain-end.ts'
import type { Provider } from '../../providers/provider.ts'
import { type Choice, choices, context, section } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import type { Home } from '../blocks/message.ts'
import { inWords } from '../blocks/newer.ts'
import { fittingView } from '../blocks/size.ts'
import { choiceThatHelps } from '../card/choices.ts'
import { connectAgain, isCurable } from '../notice/account-notice.ts'
import { requestRow } from '../request/forms.ts'
import { plural } from '../words/format.ts'
import { at, code, escaped, named, sentence } from '../words/text.ts'
import { unwatching, type WatchLine, watchLines, watchList } from './watches.ts'

export type HomePage = {
  accounts: number
  /** Accounts that Ferry can't read, and why. */
  dead: readonly DeadAccount[]
  /** Requests that nobody has decided yet, the one that expires first on top. */
  waiting: readonly MigrationRequest[]
  watches: readonly WatchLine[]
  providers: readonly Pick<Provider, 'name' | 'kinds'>[]
}

/** `connectedBy`: Slack user id, if the account's record can be read. `since` is in epoch milliseconds. */
export type DeadAccount = {
  account: string
  trouble: { code: string; what: string; next: string; since?: number }
  connectedBy?: string
}

/**
 * The app's home tab: the next useful step, then what needs somebody (accounts that can't be read, requests that wait,
 * migrations that failed), then everything else that is being watched.
 */
export function homePage({ accounts, dead, waiting, watches: all, providers }: HomePage): Home {
  const watches = all.map((line) => withoutRepetition(line, dead))
  const isFailed = ({ migration }: WatchLine) => migration?.state === 'failed'
  const failed = watches.filter(isFailed).slice(0, mostFailed)
  const others = watches.filter((line) => !failed.includes(line))
  const blocks: KnownBlock[] = [
    section('*Ferry* runs bucket-to-bucket migrations from Slack: status, pause, watch, and failures explained.'),
    section(accounts === 0 ? 'First, an admin connects a cloud account.' : accountLine(accounts, dead)),
    ...dead.slice(0, mostDead).flatMap(deadBlocks),
    ...(accounts === 0 ? choices([connect]) : choices([newMigration, migrations], [connect, keys, help])),
    { type: 'divider' },
    ...waitingBlocks(waiting),
    ...failedBlocks(failed, providers),
    ...(others.length === 0 && failed.length > 0
      ? []
      : inWords(watchList(others)).blocks.filter(({ type }) => type !== 'actions')),
  ]
  return { type: 'home', blocks: fittingView(blocks.slice(0, limits.viewBlocks)) }
}

/** A watch does not say again what its account says above it. */
function withoutRepetition({ blind, ...line }: WatchLine, dead: readonly DeadAccount[]): WatchLine {
  const isSaid = dead.slice(0, mostDead).some(({ account }) => line.ref.startsWith(`${account}/`))
  return blind === undefined || isSaid ? line : { ...line, blind }
}

function accountLine(accounts: number, dead: readonly DeadAccount[]): string {
  const unread = dead.length === 0 ? '' : `, ${dead.length} can’t be read`
  return `${plural(accounts, 'account')} connected${unread}. You can type every command too: \`/migrate help\``
}

/** An account that can't be read: since when, why, what to do, and whose it is. */
function deadBlocks({ account, trouble, connectedBy }: DeadAccount): KnownBlock[] {
  const { code: why, what, next, since } = trouble
  const lines = [`:warning: *${named(account, 40)}*: ${sentence(what)}`, ...(next === '' ? [] : [sentence(next)])]
  const small = [
    ...(since === undefined ? [] : [`since ${at(since)}`]),
    ...(connectedBy === undefined ? [] : [`connected by <@${escaped(connectedBy)}>`]),
  ]
  return [
    section(lines.join('\n')),
    ...(small.length === 0 ? [] : [context(small.join(' · '))]),
    ...(isCurable(why) ? choices([connectAgain(account)]) : []),
  ]
}

const mostDead = 5

/** Watched migrations that failed, each with its reason and what helps. */
function failedBlocks(failed: readonly WatchLine[], providers: HomePage['providers']): KnownBlock[] {
  if (failed.length === 0) return []
  return [
    section(`*${plural(failed.length, 'watched migration')} failed*`),
    ...failed.flatMap((line) => failedRow(line, providers)),
    { type: 'divider' },
  ]
}

function failedRow(line: WatchLine, providers: HomePage['providers']): KnownBlock[] {
  const { migration, ref } = line
  const provider = providers.find(({ name }) => name === migration?.provider)
  const explanation = migration && explainEnd(migration)
  const helps = migration && provider && choiceThatHelps({ migration, provider, explanation })
  return [
    section([...watchLines(line), ...(explanation === undefined ? [] : [reasonOf(explanation)])].join('\n')),
    ...choices([
      ...(helps === undefined ? [] : [helps]),
      { label: 'Open', command: `status ${ref}` },
      { label: 'Unwatch', command: unwatching(line) },
    ]),
  ]
}

function reasonOf({ what, code: known, isKnown }: Explanation): string {
  return `${escaped(what)}${isKnown && known !== undefined ? ` (${code(known, 40)})` : ''}`
}

const mostFailed = 8

/** Requests that wait for approval, with a way to the rest if there are too many. */
function waitingBlocks(waiting: readonly MigrationRequest[]): KnownBlock[] {
  if (waiting.length === 0) return []
  const count = plural(waiting.length, 'request waits', 'requests wait')
  const rest = waiting.length > mostWaiting ? choices([{ label: 'See all', command: 'requests' }]) : []
  return [
    section(`*${count} for approval*`),
    ...waiting.slice(0, mostWaiting).map(requestRow),
    ...rest,
    { type: 'divider' },
  ]
}

const mostWaiting = 10

const newMigration: Choice = { label: 'New migration', command: 'create', style: 'primary' }
const migrations: Choice = { label: 'List migrations', command: 'list' }
const connect: Choice = { label: 'Connect an account', command: 'connect' }
const keys: Choice = { label: 'Storage keys', command: 'keys' }
const help: Choice = { label: 'Help', command: 'help' }
