import { AppError } from '../../errors.ts'
import { refOf } from '../../migrations/ref.ts'
import { watchOnce } from '../../requests/watch.ts'
import { watchStarted } from '../../views/watches.ts'
import { channelOf } from '../channel.ts'
import type { Command } from '../command.ts'
import { withMigration } from '../find.ts'

export const watch: Command = {
  verb: 'watch',
  aliases: ['follow', 'subscribe'],
  needs: 'viewer',
  usage: 'watch <id> [#channel]',
  summary: 'Keep a live card in a channel and hear how it ends',
  examples: ['watch 1912…', 'watch 1912… #data-moves'],
  notes: ['History goes into the card’s thread; only the end is shown in the channel.'],
  run: (invocation, tools) =>
    withMigration(invocation, tools, {
      verb: 'watch',
      command: (ref) => ['watch', ref, ...invocation.words.slice(1)].join(' '),
      proceed: async ({ account, migration }) => {
        const channel = channelOf(invocation, watch)
        if (!(await tools.canPost(channel))) throw new AppError('channel_unusable', { channel: `<#${channel}>` })
        const watched = { account: account.name, kind: migration.kind, migrationId: migration.id, channel }
        const made = { createdBy: invocation.origin.user, createdAt: tools.clock.now() }
        await watchOnce({ ...watched, ...made }, tools.store)
        tools.lookNow(account.name, migration.id)
        return { type: 'message', message: watchStarted(refOf(migration), channel) }
      },
    }),
}
