import type { KnownBlock } from '@slack/types'
import type { MigrationRequest } from '../approvals/request.ts'
import { inWords } from './chart.ts'
import { type Choice, choices, section } from './elements.ts'
import { plural } from './format.ts'
import { limits } from './limits.ts'
import type { Home } from './message.ts'
import { requestRow } from './request-forms.ts'
import { fittingView } from './size.ts'
import { type WatchLine, watchList } from './watches.ts'

export type HomePage = {
  accounts: number
  /** Requests that nobody has decided yet, the one that expires first on top. */
  waiting: readonly MigrationRequest[]
  watches: readonly WatchLine[]
}

/** The app's home tab: the next useful step, then requests that wait for approval, then what is being watched. */
export function homePage({ accounts, waiting, watches }: HomePage): Home {
  const blocks: KnownBlock[] = [
    section('*Ferry* runs bucket-to-bucket migrations from Slack: status, pause, watch, and failures explained.'),
    section(
      accounts === 0
        ? 'First, an admin connects a cloud account.'
        : `${plural(accounts, 'account')} connected. You can type every command too: \`/migrate help\``,
    ),
    ...(accounts === 0 ? choices([connect]) : choices([newMigration, migrations], [connect, keys, help])),
    { type: 'divider' },
    ...waitingBlocks(waiting),
    ...inWords(watchList(watches)).blocks.filter(({ type }) => type !== 'actions'),
  ]
  return { type: 'home', blocks: fittingView(blocks.slice(0, limits.viewBlocks)) }
}

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
