import { AppError } from '../errors.ts'
import type { Migration } from '../migrations/migration.ts'
import { refOf, watchedIds } from '../migrations/ref.ts'
import { watchStarted } from '../views/watches.ts'
import { channelOf, watchId } from './channel.ts'
import type { Command, Tools } from './command.ts'
import { withMigration } from './find.ts'

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
        if (!(await isWatched(migration, channel, tools))) {
          const id = await freeId(watchId(migration, channel), tools)
          await tools.store.watches.set(id, {
            id,
            account: account.name,
            kind: migration.kind,
            migrationId: migration.id,
            channel,
            createdBy: invocation.origin.user,
            createdAt: tools.clock.now(),
          })
        }
        tools.lookNow(account.name, migration.id)
        return { type: 'message', message: watchStarted(refOf(migration), channel) }
      },
    }),
}

async function isWatched({ account, id }: Migration, channel: string, { store }: Tools): Promise<boolean> {
  const { items } = await store.watches.list()
  return items.some((watch) => watch.account === account && watch.channel === channel && watchedIds(watch).includes(id))
}

/** A watch keeps its id when its migration gets another, and a new migration may get the old one. */
async function freeId(id: string, { store, clock }: Tools): Promise<string> {
  const holder = await store.watches.get(id)
  return holder === undefined ? id : `${id}#${clock.now()}`
}
