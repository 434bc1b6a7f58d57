import { z } from 'zod'
import type { Clock } from '../async/clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { parsedJson } from '../text/json.ts'

/** A change by a command on some replica, of which the leader of the workspace has to hear. */
const wakeSchema = z.discriminatedUnion('what', [
  /** Watches were begun, changed or ended. Without ids, any of them. */
  z.object({ what: z.literal('watches'), ids: z.array(z.string()).exactOptional() }),
  /** Subscriptions were begun or ended, or it was changed when somebody may be disturbed. */
  z.object({ what: z.literal('subscriptions') }),
  /** Somebody takes care of these migrations of an account. */
  z.object({ what: z.literal('acks'), keys: z.array(z.string()) }),
  /** Something was decided on a request. */
  z.object({ what: z.literal('request'), id: z.string() }),
  /** Somebody waits for migrations of an account. */
  z.object({ what: z.literal('look'), account: z.string(), ids: z.array(z.string()) }),
  /** Somebody waits for all that moves in these accounts. */
  z.object({ what: z.literal('moving'), accounts: z.array(z.string()) }),
  /** Slack lets Ferry post in a channel again, or an admin has Ferry begin anew there. */
  z.object({ what: z.literal('channel'), channel: z.string() }),
  /** Ferry works in the workspace again: it was installed again, or its token is accepted. */
  z.object({ what: z.literal('served') }),
  /** An answer is posted for everybody in a channel. */
  z.object({ what: z.literal('shared'), channel: z.string() }),
  /** Somebody tries out whether messages arrive in a channel. */
  z.object({ what: z.literal('trial'), channel: z.string(), by: z.string(), at: z.number() }),
  /** Ferry itself has deleted a migration. */
  z.object({ what: z.literal('deleted'), account: z.string(), id: z.string() }),
])
export type Wake = z.infer<typeof wakeSchema>

const signalSchema = z.object({ workspace: z.string(), wake: wakeSchema })

export type Wakes = {
  /** Has the leader of a workspace hear of something, on whatever replica it is. Returns at once. */
  send(workspace: string, wake: Wake): void
  stop(): Promise<void>
}

export type WakeParts = {
  store: Pick<Store, 'signals'>
  /** Hears it here, if this replica leads the workspace. False if it does not. */
  hear(workspace: string, wake: Wake): boolean
  /** Workspaces that this replica leads. */
  led(): readonly string[]
  clock: Clock
  log: Log<'warn'>
}

const topic = 'wake'
/** How often a leader looks whether it has missed a signal, in milliseconds. */
const lookEveryMs = 1_000

/**
 * Carries wake-ups from replica to replica. A signal can get lost, so each is counted as well, and a leader that finds
 * more than it heard of reads everything again.
 */
export async function startWakes({ store: { signals }, hear, led, clock, log }: WakeParts): Promise<Wakes> {
  const heard = new Map<string, number>()
  const ending = new AbortController()
  const unsubscribe = await signals.subscribe(topic, (text) => {
    const { data } = signalSchema.safeParse(parsedJson(text))
    if (data !== undefined && hear(data.workspace, data.wake))
      heard.set(data.workspace, (heard.get(data.workspace) ?? 0) + 1)
  })

  async function lookForMissed(): Promise<void> {
    const workspaces = led()
    if (workspaces.length === 0) return
    const counts = await signals.counts(workspaces.map(counterOf))
    for (const [index, workspace] of workspaces.entries()) {
      const count = counts[index] ?? 0
      const before = heard.get(workspace)
      heard.set(workspace, count)
      if (before !== undefined && count > before) hear(workspace, { what: 'watches' })
    }
  }

  const loop = (async () => {
    while (!ending.signal.aborted) {
      await clock.sleep(lookEveryMs, ending.signal)
      if (ending.signal.aborted) return
      await lookForMissed().catch((error: unknown) => log.warn({ err: error }, 'Wake-ups could not be counted'))
    }
  })()

  return {
    send(workspace, wake) {
      const text = JSON.stringify({ workspace, wake })
      const sent = signals.count(counterOf(workspace)).then(() => signals.publish(topic, text))
      sent.catch((error: unknown) => log.warn({ workspace, err: error }, 'A wake-up was not sent'))
    },
    async stop() {
      ending.abort()
      await loop
      await unsubscribe()
    },
  }
}

function counterOf(workspace: string): string {
  return `wake:${workspace}`
}
