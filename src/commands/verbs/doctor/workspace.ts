import { slackRefusal } from '../../../errors/errors.ts'
import { watchedIds } from '../../../migrations/typed/ref.ts'
import type { Watch } from '../../../store/store.ts'
import type { Finding } from '../../../views/page/doctor.ts'
import { formatDuration, plural } from '../../../views/words/format.ts'
import { heldBackNow, mutedNow } from '../../../views/words/held-back.ts'
import type { Tools } from '../../machine/command.ts'
import { type Deliveries, readDeliveries, waitingFor } from '../watch/deliveries.ts'

export type Examined = Pick<Tools, 'store' | 'fleet' | 'clock'>

/** How the accounts of a workspace answer, and what Ferry cannot deliver there. Asks no cloud and not Slack. */
export async function examineWorkspace(tools: Examined): Promise<Finding[]> {
  return [...(await accountsIn(tools)), ...deliveredIn(await readDeliveries(tools), tools)]
}

/** Messages that Ferry cannot deliver in a workspace, as findings. */
export function deliveredIn(deliveries: Deliveries, { clock }: Pick<Examined, 'clock'>): Finding[] {
  const now = clock.now()
  return [undelivered(deliveries, now), ...channelsIn(deliveries.channels, now)]
}

/**
 * An account that has not answered for so long, in milliseconds, without trouble that would explain it, is looked at.
 */
const longestUnreadMs = 10 * 60_000

async function accountsIn({ store, fleet, clock }: Examined): Promise<Finding[]> {
  const now = clock.now()
  const [{ items, unreadable }, health, { accounts: standing }] = await Promise.all([
    store.accounts.list(),
    store.health.list(),
    fleet.ask({ type: 'accounts' }),
  ])
  const findings = items.map(({ name }): Finding => {
    const part = `Account ${name}`
    const trouble = health.items.find(({ account }) => account === name)?.trouble
    const readAt = latest(standing.flatMap((one) => (one.account === name ? (one.readAt ?? []) : [])))
    const age = readAt === undefined ? undefined : now - readAt
    const read = age === undefined ? 'not read yet by its leader' : `last read ${ago(age)}`
    if (trouble !== undefined) {
      return {
        part,
        state: 'ill',
        says: `${trouble.what} This began ${ago(now - trouble.since)}; ${read}.`,
        mend: trouble.next,
      }
    }
    if (age === undefined) return { part, state: 'unknown', says: read }
    return age <= longestUnreadMs
      ? { part, state: 'well', says: read }
      : {
          part,
          state: 'ill',
          says: read,
          mend: 'Its leader makes no rounds. Look for “polling” in /details, and restart that replica.',
        }
  })
  const damaged = unreadable.map(
    (name): Finding => ({
      part: `Account ${name}`,
      state: 'ill',
      says: 'its record can’t be read',
      mend: `Check that ENCRYPTION_KEYS has every key that was used, or connect it again: /migrate connect`,
    }),
  )
  if (findings.length + damaged.length > 0) return [...findings, ...damaged]
  return [{ part: 'Accounts', state: 'unknown', says: 'none is connected; /migrate connect adds one' }]
}

function latest(times: readonly number[]): number | undefined {
  return times.length === 0 ? undefined : Math.max(...times)
}

/** Messages that wait for so long, in milliseconds, are late. */
const lateMs = 60_000

/** Messages that Slack has not accepted. Those that are held back on purpose are due later. */
function undelivered(deliveries: Deliveries, now: number): Finding {
  const part = 'Messages'
  const waiting = deliveries.watches
    .filter((watch) => !isHeldBack(watch, deliveries, now))
    .flatMap((watch) =>
      waitingFor(watch, { sighted: deliveries.sightedBy(watch), sent: deliveries.sentIn(watch.channel) }),
    )
  const oldest = waiting.toSorted((a, b) => a - b)[0]
  if (oldest === undefined) return { part, state: 'well', says: 'none waits' }
  const count = waiting.length
  const age = now - oldest
  const says = `${plural(count, 'message')} ${count === 1 ? 'waits' : 'wait'}, the oldest for ${formatDuration(age)}`
  return age <= lateMs
    ? { part, state: 'well', says }
    : { part, state: 'ill', says, mend: 'The channels below say why. Without one, Slack does not accept calls.' }
}

function isHeldBack(watch: Watch, { patienceOf }: Deliveries, now: number): boolean {
  const patience = patienceOf(watch)
  const { account } = watch
  return (
    (heldBackNow(patience, now, account) ?? mutedNow(patience, now, { account, ids: watchedIds(watch) })) !== undefined
  )
}

function channelsIn({ items, unreadable }: Deliveries['channels'], now: number): Finding[] {
  const refusing = items.flatMap(({ channel, broken }): Finding[] => {
    if (broken === undefined) return []
    const { what, next } = slackRefusal(broken.reason)
    return [
      {
        ...about(channel),
        says: `${what} Slack first refused ${ago(now - broken.since)} (${broken.reason}).`,
        mend: next,
      },
    ]
  })
  const held = items.flatMap(({ channel, held, broken }): Finding[] => {
    if (held === undefined || broken !== undefined) return []
    const says = `Slack has limited Ferry here for ${formatDuration(now - held.since)}`
    return [{ ...about(channel), says, mend: 'Nothing is lost; Ferry tries one call a minute.' }]
  })
  const damaged = unreadable.map(
    (channel): Finding => ({
      ...about(channel),
      says: 'Ferry’s record of what it posted can’t be read, so it posts nothing',
      mend: 'Type /migrate repair in the channel.',
    }),
  )
  return [...refusing, ...held, ...damaged]
}

function about(channel: string): Pick<Finding, 'part' | 'state' | 'channel'> {
  return { part: `Channel ${channel}`, state: 'ill', channel }
}

function ago(ms: number): string {
  return ms < 1000 ? 'just now' : `${formatDuration(ms)} ago`
}
