import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import { projectOf } from '../../../fleet/judge/identity.ts'
import { parseRef, refOf } from '../../../migrations/typed/ref.ts'
import { keptOf, requestBehind } from '../../../requests/creating/behind.ts'
import { isWatched, watchOnce } from '../../../requests/creating/watch.ts'
import { watchStarted } from '../../../views/page/watches.ts'
import { withMigration } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import { isChannel, namingWords } from '../../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { channelIn } from '../../machine/tokenize.ts'
import { refuseRest } from '../calm/whose.ts'
import { channelOf } from './channel.ts'
import { damageIn } from './damage.ts'

export const watch: Command = {
  verb: 'watch',
  aliases: ['follow'],
  needs: 'viewer',
  usage: 'watch <id> [#channel]',
  summary: 'Keep a live card in a channel and hear how the migration ends',
  examples: ['watch 1912…', 'watch 1912… #data-moves'],
  notes: ['Changes go into the card’s thread; only the end is posted in the channel.'],
  async isDoneAlready({ words, origin }, { store, providers }) {
    const [typed = '', place] = words
    const ref = parseRef(typed)
    const channel = place === undefined ? origin.channel : channelIn(place)
    if (ref?.account === undefined || channel === undefined || ref.isPrefix) return false
    const identity = await projectNow(ref.account, { store, providers })
    const watched = { account: ref.account, channel, migrationId: ref.text }
    return isWatched(identity === undefined ? watched : { ...watched, identity }, store)
  },
  run(invocation, tools) {
    refuseRest(namingWords(invocation.words).slice(1), watch)
    return withMigration(invocation, tools, {
      verb: 'watch',
      command: (ref) => ['watch', ref, ...placeIn(invocation)].join(' '),
      proceed: (found) => follow(found, invocation, tools),
    })
  },
}

/** The channel that was meant, as typed. A page has none, so its buttons name the channel of the message it is about. */
function placeIn({ words, origin: { quoted, channel } }: Invocation): string[] {
  return quoted !== undefined && channel !== undefined ? [`<#${channel}>`] : words.filter(isChannel)
}

/** The project that an account opens now. Undefined if what is stored of the account does not tell. */
async function projectNow(
  wanted: string,
  { store, providers }: Pick<Tools, 'store' | 'providers'>,
): Promise<string | undefined> {
  try {
    const account = await store.accounts.get(wanted)
    const provider = providers.find(({ name }) => name === account?.provider)
    return account && provider && projectOf(account, provider)
  } catch (error) {
    if (isAppError(error, 'record_unreadable', 'seal_unopenable')) return undefined
    throw error
  }
}

/** Starts a watch. If the channel watches the migration already, nothing changes and the audit notes nothing. */
async function follow({ account, provider, migration }: Found, invocation: Invocation, tools: Tools): Promise<Reply> {
  const { origin } = invocation
  const channel = channelOf(invocation, watch)
  if (!(await tools.canPost(channel))) throw new AppError('channel_unusable', { channel: `<#${channel}>` })
  const ref = refOf(migration)
  const identity = projectOf(account, provider)
  const watched = { account: account.name, kind: migration.kind, migrationId: migration.id, channel, identity }
  if (!(await isWatched(watched, tools.store))) {
    const wanted = keptOf(await requestBehind(migration, tools.store))
    // The channel hears of everything after the reading that its watcher has seen.
    const createdAt = Math.min(migration.readAt, tools.clock.now())
    const started = { ...watched, ...wanted, createdBy: origin.user, createdAt, seen: migration.state }
    const run = () => watchOnce(started, tools.store)
    const what = { subject: ref, account: account.name, detail: `in ${channel}` }
    await enact({ origin, needs: 'viewer', verb: 'watch', ...what, run }, tools)
  }
  tools.lookNow(account.name, migration.id)
  const damagedSince = await damageIn(channel, tools.store)
  return { type: 'message', message: watchStarted({ ref, channel, ...defined({ damagedSince }) }) }
}
