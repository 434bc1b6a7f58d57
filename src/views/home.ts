import type { KnownBlock } from '@slack/types'
import { type Choice, choices, section } from './elements.ts'
import { plural } from './format.ts'
import { limits } from './limits.ts'
import type { Home } from './message.ts'
import { type WatchLine, watchList } from './watches.ts'

export type HomePage = { accounts: number; watches: readonly WatchLine[] }

/** The app's home tab: the next useful step first, then what is being watched. */
export function homePage({ accounts, watches }: HomePage): Home {
  const blocks: KnownBlock[] = [
    section('*Ferry* runs bucket-to-bucket migrations from Slack: status, pause, watch, and failures explained.'),
    section(
      accounts === 0
        ? 'First, connect a cloud account.'
        : `${plural(accounts, 'account')} connected. Type \`/migrate list\` in any channel.`,
    ),
    ...choices(accounts === 0 ? [connect] : [newMigration, connect, { label: 'Storage keys', command: 'keys add' }]),
    { type: 'divider' },
    ...watchList(watches).blocks.filter(({ type }) => type !== 'actions'),
  ]
  return { type: 'home', blocks: blocks.slice(0, limits.viewBlocks) }
}

const newMigration: Choice = { label: 'New migration', command: 'create', style: 'primary' }
const connect: Choice = { label: 'Connect an account', command: 'connect' }
