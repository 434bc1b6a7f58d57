import { type Way, ways } from '../../../access/owners.ts'
import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import { projectOf } from '../../../fleet/judge/identity.ts'
import { isFollowing } from '../../../fleet/watches.ts'
import { parseRef, refOf } from '../../../migrations/typed/ref.ts'
import { keptOf, requestBehind } from '../../../requests/creating/behind.ts'
import { isWatched, watchesOf, watchOnce } from '../../../requests/creating/watch.ts'
import type { Watch } from '../../../store/store.ts'
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
  usage: 'watch <id> [#channel] [--call mention | private | both | none]',
  summary: 'Keep a live card in a channel and hear how the migration ends',
  examples: ['watch 1912…', 'watch 1912… #data-moves', 'watch 1912… --call private'],
  notes: [
    'Changes go into the card’s thread; only the end is posted in the channel.',
    'A failure mentions the people whose turn it is. With `--call`, they are told in private instead, both, or not at all.',
  ],
  async isDoneAlready({ words, flags, origin }, { store, providers }) {
    if (flags.call !== undefined) return false
    const [typed = '', place] = words
    const ref = parseRef(typed)
    const channel = place === undefined ? origin.channel : channelIn(place)
    if (ref?.account === undefined || channel === undefined || ref.isPrefix) return false
    const identity = await projectNow(ref.account, { store, providers })
    const watched = { account: ref.account, channel, migrationId: ref.text }
    return isWatched(identity === undefined ? watched : { ...watched, identity }, store)
  },
  async run(invocation, tools) {
    refuseRest(namingWords(invocation.words).slice(1), watch)
    const way = wayIn(invocation)
    return withMigration(invocation, tools, {
      verb: 'watch',
      command: (ref) =>
        ['watch', ref, ...placeIn(invocation), ...(way === undefined ? [] : [`--call ${way}`])].join(' '),
      proceed: (found) => follow(found, { ...invocation, ...defined({ way }) }, tools),
    })
  },
}

/** How people are to be called about the migration. Undefined if nobody said. Throws AppError usage for anything else. */
function wayIn({ flags: { call } }: Invocation): Way | undefined {
  if (call === undefined) return undefined
  const way = ways.find((one) => one === call.toLowerCase().replace('nobody', 'none'))
  if (way !== undefined) return way
  throw new AppError('usage', { problem: `\`--call\` takes one of ${ways.join(', ')}.`, usage: watch.usage })
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

type Following = Invocation & { way?: Way }

/** Starts a watch. If the channel watches the migration already, nothing changes and the audit notes nothing. */
async function follow({ account, provider, migration }: Found, invocation: Following, tools: Tools): Promise<Reply> {
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
  if (invocation.way !== undefined) await setCalling(invocation.way, watched, { invocation, tools })
  tools.lookNow(account.name, migration.id)
  const damagedSince = await damageIn(channel, tools.store)
  return { type: 'message', message: watchStarted({ ref, channel, ...defined({ damagedSince }) }) }
}

/** Sets how people are called. Of a watch that somebody else made, operators may. */
async function setCalling(
  way: Way,
  watched: Pick<Watch, 'account' | 'channel' | 'migrationId' | 'identity'>,
  { invocation: { origin }, tools }: { invocation: Invocation; tools: Tools },
): Promise<void> {
  const [made] = (await watchesOf(watched, tools.store)).filter(isFollowing)
  if (made === undefined || made.calling === way) return
  const needs = made.createdBy === origin.user ? 'viewer' : 'operator'
  const run = () => tools.store.watches.set(made.id, { ...made, calling: way })
  const what = { subject: `${made.account}/${made.migrationId}`, account: made.account }
  await enact({ origin, needs, verb: 'watch', ...what, detail: `call ${way} in ${made.channel}`, run }, tools)
}
