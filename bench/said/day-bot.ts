import { z } from 'zod'
import { knownOf } from '../../src/fleet/workspace-fleet.ts'
import { isEnded } from '../../src/migrations/migration.ts'
import { createWire } from '../../src/slack/client/wire.ts'
import type { Event, Watch } from '../../src/store/store.ts'
import { accountName, cloudAccounts } from '../world/accounts.ts'
import { type BotParts, openBotParts } from '../world/bot-parts.ts'
import { workspace } from '../world/ferry.ts'
import { createFastClock } from './fast-clock.ts'

const clockSchema = z.object({ anchoredAt: z.number(), startsAt: z.number(), speed: z.number() })
const questionSchema = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('watch'), id: z.string(), channel: z.string(), user: z.string() }),
  z.object({ ask: z.literal('act'), id: z.string(), user: z.string(), verb: z.enum(['pause', 'start', 'retry']) }),
  z.object({ ask: z.literal('counts') }),
])
type Question = z.infer<typeof questionSchema>

const roundMs = 60_000
/** A reading that takes fifty seconds is cut off. */
const slowMs = 45_000
const account = accountName(0)

/**
 * A bot in a child process that does a round each minute of a fast clock. It follows migrations and acts on them when it
 * is asked, as commands do, and counts the events that it has to tell.
 */
async function main(): Promise<void> {
  const { STORE_URL: storeUrl = '', CLOUD_URL: cloudUrl = '', SLACK_API_URL: slackApiUrl = '' } = process.env
  const token = process.env.SLACK_BOT_TOKEN ?? ''
  const clock = createFastClock(clockSchema.parse(JSON.parse(process.env.CLOCK ?? '')))
  const wire = createWire({ slackApiUrl, tokenOf: async () => token })
  const events = new Map<string, Event['details']>()
  let moves = 0
  const onWork = (kind: 'nudge' | 'repaint', ids: readonly string[]) => {
    const watches = ids.flatMap((id) => parts?.fleet.of(workspace)?.fleet.watches.get(id) ?? [])
    if (kind === 'repaint') moves += watches.length
    for (const watch of watches) if (parts !== undefined) note(watch, parts, events)
  }
  let parts: BotParts | undefined
  parts = await openBotParts({ storeUrl, cloudUrl, wire, clock, onWork })
  const { fleet, stop } = parts
  const own = parts
  let isOver = false
  const rounds = { all: 0, slow: 0 }
  const living = (async () => {
    for (let next = clock.now(); !isOver; next = Math.max(next + roundMs, clock.now())) {
      await clock.sleep(next - clock.now())
      const beganAt = clock.now()
      await fleet.tick()
      rounds.all += 1
      if (clock.now() - beganAt > slowMs) rounds.slow += 1
    }
  })()
  process.on('message', async (asked) => {
    const question = questionSchema.parse(JSON.parse(z.string().parse(asked)))
    if (question.ask !== 'counts') await carryOut(question, own, clock.now())
    process.send?.(question.ask === 'counts' ? { moves, slowShare: rounds.slow / rounds.all, ...countsOf(events) } : {})
  })
  process.once('SIGTERM', async () => {
    isOver = true
    await living
    await stop().finally(() => process.exit(0))
  })
  process.stdout.write(`${JSON.stringify({ url: cloudUrl })}\n`)
}

async function carryOut(question: Exclude<Question, { ask: 'counts' }>, parts: BotParts, now: number): Promise<void> {
  const { fleet, store, connections } = parts
  const { id, user } = question
  if (question.ask === 'watch') {
    const { channel } = question
    const made = { createdAt: now, createdBy: user }
    const watch: Watch = { id: `${account}/${id}@${channel}`, account, kind: 'task', migrationId: id, channel, ...made }
    return fleet.storeIn(workspace).watches.set(watch.id, watch)
  }
  const known = await store.in(workspace).accounts.get(account)
  if (known === undefined) throw new Error('There is no account')
  const act = connections.of(workspace, known).operation(question.verb, 'task')
  const [{ accessKey, secretKey } = { accessKey: '', secretKey: '' }] = cloudAccounts(1)
  const key = { accessKey, secretKey }
  await act?.({ kind: 'task', id, source: key, destination: key }, {})
  const event = { at: now, user, door: 'button', verb: question.verb, subject: `${account}/${id}` } as const
  await store.in(workspace).audit.append({ ...event, outcome: 'done' })
  fleet.wake(workspace, { what: 'look', account, ids: [id] })
}

/** Notes the events of a watch that its channel has to hear of. */
function note(watch: Watch, { fleet }: BotParts, events: Map<string, Event['details']>): void {
  const led = fleet.of(workspace)?.fleet
  const known = led && knownOf(led, watch)
  for (const { seq, details } of known?.events ?? []) {
    if (seq >= watch.createdAt) events.set(`${watch.id} ${seq}`, details)
  }
}

/** How many events are for the channel, and how many for the thread alone. A state on the way to another has no words. */
function countsOf(events: ReadonlyMap<string, Event['details']>): Record<'ends' | 'stalls' | 'history', number> {
  const counts = { ends: 0, stalls: 0, history: 0 }
  for (const details of events.values()) {
    if (details.type === 'stalled') counts.stalls += 1
    else if (details.type !== 'state') counts.history += 1
    else if (isEnded(details.to)) counts.ends += 1
    else if (details.to !== 'pausing' && details.to !== 'deleting') counts.history += 1
  }
  return counts
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exit(1)
})
