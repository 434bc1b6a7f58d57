import { once } from '../../../async/once.ts'
import { AppError } from '../../../errors/errors.ts'
import type { FleetAnswer } from '../../../fleet/search.ts'
import { isFollowing } from '../../../fleet/watches.ts'
import { formatRef, parseRef, type Ref, refOf, watchedIds } from '../../../migrations/typed/ref.ts'
import type { Watch } from '../../../store/store.ts'
import { watchEnded } from '../../../views/page/watches.ts'
import { oneAtATime } from '../../find/find.ts'
import type { Subject } from '../../find/found.ts'
import { subjectOf } from '../../find/thread.ts'
import { meansEverything, namingWords } from '../../find/words.ts'
import type { Command, Invocation, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { channelOf } from './channel.ts'
import { ending, roleToChange } from './whose.ts'

export const unwatch: Command = {
  verb: 'unwatch',
  aliases: ['unfollow'],
  ...ending,
  takes: { most: 1, channel: true },
  usage: 'unwatch <id> [#channel]',
  summary: 'Stop following a migration in a channel',
  examples: ['unwatch 1912…', 'unwatch 1912… #data-moves'],
  notes: [
    'The channel is told, and the card stays: for a week, one button follows the migration again.',
    'You can end what you follow yourself. Ending what somebody else follows needs the operator role.',
  ],
  async run(invocation, tools) {
    const { store } = tools
    const meant = await subjectMeant(invocation, tools)
    const channel = channelOf(invocation, unwatch)
    if (meant.type === 'several') {
      const command = (ref: string) => `unwatch ${ref} <#${channel}>`
      return { type: 'choice', choice: { ...meant, verb: 'unwatch', command } }
    }
    const watch = await onlyOne(meant.ref, await watchesIn(channel, store), tools)
    const subject = `${watch.account}/${watch.migrationId}`
    const what = { subject, account: watch.account, detail: `in ${channel}` }
    const { origin } = invocation
    const needs = roleToChange(watch, origin)
    const run = () => store.watches.set(watch.id, { ...watch, ended: { by: origin.user, at: tools.clock.now() } })
    await enact({ origin, needs, verb: 'unwatch', ...what, run }, tools)
    return { type: 'message', message: watchEnded(subject, channel) }
  },
}

/** The reference that was typed, or else what the thread is about. Throws AppError ref_missing. */
async function subjectMeant({ words, origin }: Invocation, tools: Tools): Promise<Subject> {
  const [typed = ''] = namingWords(words)
  if (meansEverything(typed)) throw oneAtATime('unwatch')
  const ref = parseRef(typed)
  if (ref !== undefined) return { type: 'one', ref }
  const subject = await subjectOf(origin, tools)
  if (subject !== undefined) return subject
  throw new AppError('ref_missing', { verb: 'unwatch' })
}

type InChannel = { channel: string; watches: readonly Watch[] }

async function watchesIn(channel: string, store: Tools['store']): Promise<InChannel> {
  const { items } = await store.watches.list()
  return { channel, watches: items.filter((watch) => watch.channel === channel) }
}

/**
 * The one watch that a reference fits, by the id, or else by the name or a bucket of a known migration. Asks no cloud, so
 * that a watch can be ended whatever state its account is in.
 */
async function onlyOne(ref: Ref, { channel, watches }: InChannel, { fleet }: Pick<Tools, 'fleet'>): Promise<Watch> {
  const answer = once(() => fleet.ask({ type: 'find', ref }))
  const fitting = async (those: readonly Watch[]) => {
    const byId = fittingById(ref, those)
    return byId.length > 0 ? byId : fittingKnown(await answer(), those)
  }
  const hits = await fitting(watches.filter(isFollowing))
  const [only] = hits
  if (only !== undefined && hits.length === 1) return only
  if (only === undefined) {
    const ended = await fitting(watches.filter((one) => one.ended !== undefined))
    throw endedBefore(ended) ?? notWatched(ref, channel)
  }
  const refs = hits.slice(0, 5).map(({ account, migrationId }) => `\`${account}/${migrationId}\``)
  throw new AppError('usage', { problem: `Several watches match: ${refs.join(', ')}.`, usage: unwatch.usage })
}

/** The error for a watch that somebody has ended already. Undefined if it is not certain which one is meant. */
function endedBefore([only, ...others]: readonly Watch[]): AppError | undefined {
  if (only?.ended === undefined || others.length > 0) return undefined
  const { by, at } = only.ended
  return new AppError('watch_over', {
    ref: refOf({ account: only.account, id: only.migrationId }),
    place: `<#${only.channel}>`,
    ...{ act: 'unwatch', by, at },
  })
}

function notWatched(ref: Ref, channel: string): AppError {
  return new AppError('watch_not_found', { ref: formatRef(ref).slice(0, 60), place: `<#${channel}>` })
}

function fittingById(ref: Ref, watches: readonly Watch[]): Watch[] {
  const named = watches.filter(({ account }) => ref.account === undefined || ref.account === account)
  const wanted = (ref.ids ?? [ref.text]).map((id) => id.toLowerCase())
  const fitting = (fits: (id: string) => boolean) =>
    named.filter((watch) => watchedIds(watch).some((id) => fits(id.toLowerCase())))
  const exact = fitting((id) => wanted.includes(id))
  if (exact.length > 0 || ref.ids !== undefined || ref.target !== undefined) return exact
  return fitting((id) => id.startsWith(ref.text.toLowerCase()))
}

function fittingKnown({ sighted }: FleetAnswer, watches: readonly Watch[]): Watch[] {
  return watches.filter((watch) =>
    sighted.some(({ migration: { account, id } }) => account === watch.account && watchedIds(watch).includes(id)),
  )
}
