import type { Clock } from '../async/clock.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { serverCheck, slackCheck, storeCheck, type TickFacts, tickCheck } from './checks.ts'
import type { ClockJumps } from './clock-jumps.ts'
import { createHealth } from './health.ts'
import { type Metrics, meters } from './metrics/metrics.ts'
import type { SlackCallWatch } from './metrics/slack-calls.ts'
import { createOperateHandler, type Listening, listenForOperators, type OperateHandler } from './server.ts'

/**
 * Opens the operator's pages. Health is answered on Slack's port, for load balancers; metrics and details are served
 * where `place` says. If that address can't be listened on, Ferry logs a warning and works without them.
 */
export async function openForOperators(parts: OperatorParts): Promise<ForOperators> {
  const { place, log, metrics, clock, store, isListening, isConnected, lagMs, slackCalls, troubledInstalls } = parts
  const showInstalls = meters.installs(metrics)
  const showHolds = meters.holds(metrics)
  const showPending = meters.pending(metrics)
  const health = createHealth({
    clock,
    checks: [
      storeCheck(store, clock),
      serverCheck(isListening),
      ...(parts.hasSockets ? [slackCheck(isConnected)] : []),
      tickCheck(parts),
    ],
    facts: () => ({
      eventLoopLagMs: Math.round(lagMs()),
      slackCalls: slackCalls.facts(),
      storeId: parts.storeId,
      ...parts.clockJumps.facts(),
      slackHolds: parts.slackHolds().map(({ leftMs, ...hold }) => ({ ...hold, secondsLeft: Math.ceil(leftMs / 1000) })),
      troubledInstalls: troubledInstalls(),
    }),
  })
  const renderMetrics = async () => {
    showPending(await parts.pending())
    showHolds(parts.slackHolds())
    showInstalls(troubledInstalls().map(({ state }) => state))
    slackCalls.show()
    if (parts.hasSockets) metrics.socketsUp.set({}, isConnected() ? 1 : 0)
    return metrics.render()
  }
  const onError = (error: unknown) => log.error({ err: error }, 'A page for operators failed')
  const open = createOperateHandler({ health, onError })
  const inner = createOperateHandler({ health, inner: { renderMetrics, examine: parts.examine }, onError })
  const listening = place.place === 'apart' ? await listenApart(place, inner, log) : undefined
  return {
    handle: place.place === 'together' ? inner : open,
    leave: health.leave,
    stop: async () => listening?.stop(),
    ...(listening !== undefined && { metricsUrl: listening.url }),
  }
}

export type OperatorParts = TickFacts & {
  clock: Clock
  place: { place: 'apart'; host: string; port: number } | { place: 'together' | 'nowhere' }
  store: Pick<Store, 'prove'>
  storeId: string
  isListening(): boolean
  /** Whether a socket is up. Means nothing without sockets. */
  isConnected(): boolean
  /** Lag of the event loop, in milliseconds. */
  lagMs(): number
  hasSockets: boolean
  metrics: Metrics
  slackCalls: SlackCallWatch
  clockJumps: Pick<ClockJumps, 'facts'>
  /** The calls that Slack has asked Ferry to wait with, and the time left for each, in milliseconds. */
  slackHolds(): readonly { method: string; scope: string; leftMs: number }[]
  /** How much Slack has not been told yet, and the age of the oldest of it in milliseconds. */
  pending(): Promise<{ count: number; oldestAgeMs: number }>
  /** Workspaces whose token Slack refuses, or that removed Ferry. */
  troubledInstalls(): readonly { workspace: string; state: { type: string; since: number; reason?: string } }[]
  /** Examines everything, for `npm run doctor`. */
  examine(): Promise<readonly object[]>
  log: Log
}
export type ForOperators = {
  /** Handler for the port that Slack reaches. */
  handle: OperateHandler
  /** Makes this process not ready from now on. */
  leave(): void
  /** URL of metrics and details, if they have an address of their own. */
  metricsUrl?: string
  stop(): Promise<void>
}

async function listenApart(
  { host, port }: { host: string; port: number },
  handle: OperateHandler,
  log: Log,
): Promise<Listening | undefined> {
  try {
    return await listenForOperators({ host, port, handle })
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : 'unknown'
    log.warn({ host, port, reason }, 'Metrics are not served: set METRICS_PORT to a free port, or to off')
    return undefined
  }
}
