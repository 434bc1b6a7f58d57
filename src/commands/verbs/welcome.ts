import type { Steps } from '../../views/home/welcome.ts'
import { welcomeMessage } from '../../views/home/welcome.ts'
import type { Command, Tools } from '../machine/command.ts'

export const welcome: Command = {
  verb: 'welcome',
  aliases: ['begin', 'onboarding'],
  needs: 'viewer',
  takes: { most: 0 },
  usage: 'welcome',
  summary: 'The first steps, and what is still missing',
  examples: ['welcome'],
  async run(_, tools) {
    return { type: 'message', message: welcomeMessage(await stepsDone(tools)) }
  },
}

/** Which of the first steps somebody has taken in this workspace. Asks no cloud. */
async function stepsDone({ store }: Pick<Tools, 'store'>): Promise<Steps> {
  const [accounts, keys, grants, watches, subscriptions] = await Promise.all([
    store.accounts.list(),
    store.storageKeys.list(),
    store.grants.list(),
    store.watches.list(),
    store.subscriptions.list(),
  ])
  return stepsIn({ accounts, keys, grants, isFollowing: isAny(watches) || isAny(subscriptions) })
}

type Listed = { items: readonly unknown[]; unreadable: readonly string[] }
type Stored = Record<'accounts' | 'keys' | 'grants', Listed> & { isFollowing: boolean }

/** The first steps that somebody has taken, by records that were read before. */
export function stepsIn({ accounts, keys, grants, isFollowing }: Stored): Steps {
  return { account: isAny(accounts), keys: isAny(keys), roles: isAny(grants), following: isFollowing }
}

function isAny({ items, unreadable }: Listed): boolean {
  return items.length + unreadable.length > 0
}
