import type { Way } from '../../../access/owners.ts'
import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import { projectOf } from '../../../fleet/judge/identity.ts'
import { isFollowing } from '../../../fleet/watches.ts'
import { parseRef, refOf } from '../../../migrations/typed/ref.ts'
import { keptOf, requestBehind } from '../../../requests/creating/behind.ts'
import { isAskedFor, watchesOf, watchOnce } from '../../../requests/creating/watch.ts'
import type { Watch } from '../../../store/store.ts'
import { deadlineAnswer, deadlineForm } from '../../../views/page/deadline.ts'
import { watchStarted } from '../../../views/page/watches.ts'
import { route } from '../../../views/words/words.ts'
import { withMigration } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import { isChannel, namingWords } from '../../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { refuseRest } from '../../machine/rest.ts'
import { channelIn } from '../../machine/tokenize.ts'
import { wayIn } from './calling.ts'
import { channelOf } from './channel.ts'
import { damageIn } from './damage.ts'
import { refuseEnded, setDeadline, splitAtBy, type Wanted, wantedDeadline } from './deadline.ts'
import { roleToChange } from './whose.ts'

export const watch: Command = {
  verb: 'watch',
  aliases: ['follow'],
  needs: 'viewer',
  takes: ({ words }) => ({ most: splitAtBy({ words }).by === undefined ? 1 : 'any', channel: true }),
  options: ['call'],
  usage: 'watch <id> [by <Fri 18:00 | 2026-12-01 09:00 | none>] [#channel] [--call mention | private | both | none]',
  summary: 'Keep a live card in a channel and hear how the migration ends',
  examples: ['watch 1912…', 'watch 1912… by Fri 18:00', 'watch 1912… #data-moves', 'watch 1912… --call private'],
  notes: [
    'Changes go into the card’s thread; only the end is posted in the channel.',
    'With `by`, the channel hears when the pace will miss the deadline, and when it was missed. Times are in your time zone.',
    'A failure mentions the people whose turn it is. With `--call`, they are told in private instead, both, or not at all.',
  ],
  opensForm: (invocation) => invocation.answers === undefined && splitAtBy(invocation).by === '',
  async isDoneAlready({ words, flags, origin }, { store, providers }) {
    if (flags.call !== undefined || words.some((word) => word.toLowerCase() === 'by')) return false
    const [typed = '', place] = words
    const ref = parseRef(typed)
    const channel = place === undefined ? origin.channel : channelIn(place)
    if (ref?.account === undefined || channel === undefined || ref.isPrefix) return false
    const identity = await projectNow(ref.account, { store, providers })
    const watched = { account: ref.account, channel, migrationId: ref.text }
    return isAskedFor(identity === undefined ? watched : { ...watched, identity }, store)
  },
  async run(invocation, tools) {
    const { words, by } = splitAtBy(invocation)
    refuseRest(namingWords(words).slice(1), watch)
    const way = wayIn(invocation, watch)
    const meant = { ...invocation, words }
    if (by === '' && invocation.answers === undefined) return askDeadline(meant, tools)
    const wanted = by === undefined ? undefined : await wantedDeadline(by, invocation, tools)
    if (wanted?.type === 'problem') return refused(wanted.problem, invocation)
    return withMigration(meant, tools, {
      verb: 'watch',
      command: (ref) => commandFor(ref, meant, defined({ by, way })),
      proceed: (found) => follow(found, { ...meant, ...defined({ way, wanted }) }, tools),
    })
  },
}

function commandFor(ref: string, invocation: Invocation, { by, way }: { by?: string; way?: Way }): string {
  const said = [...(by === undefined ? [] : ['by', by]), ...placeIn(invocation)]
  return ['watch', ref, ...said, ...(way === undefined ? [] : [`--call ${way}`])].join(' ')
}

/** The form that asks for a deadline of the migration that was meant. */
function askDeadline(invocation: Invocation, tools: Tools): Promise<Reply> {
  const channel = channelOf(invocation, watch)
  return withMigration(invocation, tools, {
    verb: 'watch',
    isKnownEnough: true,
    command: (ref) => `watch ${ref} by <#${channel}>`,
    proceed: async ({ migration }) => {
      refuseEnded(migration, watch.usage)
      const ref = refOf(migration)
      const timeZone = await tools.timeZoneOf(invocation.origin.user)
      return {
        type: 'form',
        modal: deadlineForm({ ref, path: route(migration.source, migration.target), channel, timeZone }),
      }
    },
  })
}

/** The answer to a wrong time. The problem stands beside the question if it was answered in the form. */
function refused(problem: string, { answers }: Invocation): Reply {
  if (answers !== undefined) return { type: 'form problems', problems: { due: problem } }
  throw new AppError('usage', { problem, usage: watch.usage })
}

/**
 * The channel that was meant, as typed. A page has none, so its buttons name the channel of the message it is about.
 */
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

type Following = Invocation & { way?: Way; wanted?: Wanted }

/** Starts a watch. If the channel watches the migration already, nothing changes and the audit notes nothing. */
async function follow({ account, provider, migration }: Found, invocation: Following, tools: Tools): Promise<Reply> {
  const { origin, way, wanted } = invocation
  const channel = channelOf(invocation, watch)
  if (wanted?.type === 'deadline') refuseEnded(migration, watch.usage)
  if (!(await tools.canPost(channel))) throw new AppError('channel_unusable', { channel: `<#${channel}>` })
  const ref = refOf(migration)
  const identity = projectOf(account, provider)
  const watched = { account: account.name, kind: migration.kind, migrationId: migration.id, channel, identity }
  if (wanted?.type !== 'none' && !(await isAskedFor(watched, tools.store))) {
    const kept = keptOf(await requestBehind(migration, tools.store))
    // The channel hears of everything after the reading that its watcher has seen.
    const createdAt = Math.min(migration.readAt, tools.clock.now())
    const started = { ...watched, ...kept, createdBy: origin.user, createdAt, seen: migration.state }
    const run = () => watchOnce(started, tools.store)
    const what = { subject: ref, account: account.name, detail: `in ${channel}` }
    await enact({ origin, needs: 'viewer', verb: 'watch', ...what, run }, tools)
  }
  if (way !== undefined) await setCalling(way, watched, { invocation, tools })
  if (wanted !== undefined) await setDeadline(wanted, watched, { origin, tools })
  tools.lookNow(account.name, migration.id)
  const damagedSince = await damageIn(channel, tools.store)
  const started = { ref, channel, ...defined({ damagedSince }) }
  const message = wanted === undefined ? watchStarted(started) : deadlineAnswer(started, wanted)
  return { type: 'message', message }
}

/** Sets how people are called. Of a watch that somebody else made, operators may. */
async function setCalling(
  way: Way,
  watched: Pick<Watch, 'account' | 'channel' | 'migrationId' | 'identity'>,
  { invocation: { origin }, tools }: { invocation: Invocation; tools: Tools },
): Promise<void> {
  const [made] = (await watchesOf(watched, tools.store)).filter(isFollowing)
  if (made === undefined || made.calling === way) return
  const needs = roleToChange(made, origin)
  const run = () => tools.store.watches.set(made.id, { ...made, calling: way })
  const what = { subject: `${made.account}/${made.migrationId}`, account: made.account }
  await enact({ origin, needs, verb: 'watch', ...what, detail: `call ${way} in ${made.channel}`, run }, tools)
}
