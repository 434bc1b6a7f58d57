import { AppError } from '../../../errors/errors.ts'
import { isFollowing } from '../../../fleet/watches.ts'
import { isEnded, type Migration } from '../../../migrations/migration.ts'
import { readDeadline } from '../../../migrations/typed/deadline.ts'
import { watchedIds } from '../../../migrations/typed/ref.ts'
import { watchesOf } from '../../../requests/creating/watch.ts'
import type { Deadline, Watch } from '../../../store/store.ts'
import type { DeadlineLine } from '../../../views/words/deadline.ts'
import { isChannel } from '../../find/words.ts'
import type { Invocation, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'

/**
 * The words before `by`, with the channel, and what stands after it. `by` is absent if nothing is said of a deadline.
 */
export function splitAtBy({ words, answers }: Pick<Invocation, 'words' | 'answers'>): { words: string[]; by?: string } {
  const start = words.findIndex((word, index) => index > 0 && word.toLowerCase() === 'by')
  const first = words[0]?.toLowerCase() === 'by' ? 0 : start
  if (first < 0) return { words: [...words] }
  const after = words.slice(first + 1)
  const said = answers?.due ?? after.filter((word) => !isChannel(word)).join(' ')
  return { words: [...words.slice(0, first), ...after.filter(isChannel)], by: said.trim() }
}

/** A wish for a deadline: that there is to be none, or a time in the person's own zone. */
export type Wanted = { type: 'none' } | { type: 'deadline'; deadline: Deadline }

/** Reads what was typed after `by`, in the time zone of the person who typed it. */
export async function wantedDeadline(
  by: string,
  { origin }: Invocation,
  tools: Tools,
): Promise<Wanted | { type: 'problem'; problem: string }> {
  if (['none', 'off', 'never'].includes(by.toLowerCase())) return { type: 'none' }
  const timeZone = await tools.timeZoneOf(origin.user)
  const now = tools.clock.now()
  const { value: due, problem = '' } = readDeadline(by, { now, timeZone })
  if (due === undefined) return { type: 'problem', problem }
  return { type: 'deadline', deadline: { due, timeZone, by: origin.user, at: now } }
}

/** Throws AppError usage if a migration has ended: nothing is left to be done by a deadline. */
export function refuseEnded({ state }: Pick<Migration, 'state'>, usage: string): void {
  if (!isEnded(state)) return
  const problem = 'This migration has ended, so it needs no deadline. Restart it first, or name one that still runs.'
  throw new AppError('usage', { problem, usage })
}

type Watched = Pick<Watch, 'account' | 'channel' | 'migrationId' | 'identity'>

/** Sets or removes the deadline of a watch. Nothing changes, and the audit notes nothing, if it is so already. */
export async function setDeadline(
  wanted: Wanted,
  watched: Watched,
  { origin, tools }: Pick<Invocation, 'origin'> & { tools: Tools },
): Promise<void> {
  const [made] = (await watchesOf(watched, tools.store)).filter(isFollowing)
  if (made === undefined) return
  const { deadline: before, ...kept } = made
  const next = wanted.type === 'none' ? undefined : wanted.deadline
  if (next?.due === before?.due && next?.timeZone === before?.timeZone) return
  const changed = next === undefined ? kept : { ...kept, deadline: next }
  const run = () => tools.store.watches.set(made.id, changed)
  const what = { subject: `${made.account}/${made.migrationId}`, account: made.account }
  const until = next === undefined ? 'no deadline' : `deadline ${new Date(next.due).toISOString()} ${next.timeZone}`
  await enact({ origin, needs: 'viewer', verb: 'watch', ...what, detail: `${until} in ${made.channel}`, run }, tools)
}

/** The deadlines of a migration, that of the person's own channel first. */
export async function deadlinesOf(
  { account, id }: Pick<Migration, 'account' | 'id'>,
  channel: string | undefined,
  { watches }: Pick<Tools['store'], 'watches'>,
): Promise<DeadlineLine[]> {
  const { items } = await watches.list()
  const those = items.filter((one) => one.account === account && isFollowing(one) && watchedIds(one).includes(id))
  return those
    .flatMap(({ deadline, channel: where }) =>
      deadline === undefined ? [] : [{ ...deadline, ...(where !== channel && { channel: where }) }],
    )
    .toSorted((a, b) => Number('channel' in a) - Number('channel' in b) || a.due - b.due)
}
