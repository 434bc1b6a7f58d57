import { AppError } from '../../errors/errors.ts'
import { isFollowing } from '../../fleet/watches.ts'
import type { Watch } from '../../store/store.ts'
import { disconnected, disconnectQuestion } from '../../views/account/accounts.ts'
import { accountNotFound } from '../find/accounts.ts'
import type { Command, Tools } from '../machine/command.ts'
import { enact } from '../machine/enact.ts'

export const disconnect: Command = {
  verb: 'disconnect',
  needs: 'admin',
  takes: { most: 1 },
  options: ['yes'],
  usage: 'disconnect <account>',
  summary: 'Forget an account and its credentials',
  examples: ['disconnect prod-hw'],
  notes: ['Migrations continue in the cloud. Ferry just no longer sees them.'],
  async run({ words, flags, origin }, tools) {
    const { store } = tools
    const name = words[0]?.toLowerCase()
    if (name === undefined) throw new AppError('usage', { problem: 'Which account?', usage: disconnect.usage })
    await assertKnown(name, store)
    const watches = (await store.watches.list()).items.filter(({ account }) => account === name)
    const followed = watches.filter(isFollowing).length
    if (!flags.yes) return { type: 'message', message: disconnectQuestion(name, followed) }
    const run = () => forget(name, watches, store)
    await enact({ origin, needs: 'admin', verb: 'disconnect', subject: name, account: name, run }, tools)
    return { type: 'message', message: disconnected(name, followed) }
  },
}

/**
 * Deletes an account by its name, so that an account whose credentials cannot be opened any more can be deleted too.
 */
async function forget(name: string, watches: readonly Watch[], store: Tools['store']): Promise<void> {
  await store.accounts.delete(name)
  for (const { id } of watches) await store.watches.delete(id)
}

async function assertKnown(name: string, store: Tools['store']): Promise<void> {
  const { items, unreadable } = await store.accounts.list()
  if (items.some((account) => account.name === name) || unreadable.includes(name)) return
  throw accountNotFound(name, items)
}
