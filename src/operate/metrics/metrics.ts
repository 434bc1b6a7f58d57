import { defined } from '../../defined.ts'
import type { Log } from '../../log.ts'
import { processMetrics } from './process-metrics.ts'
import { createRegistry, type Registry } from './registry.ts'

/**
 * Everything that Ferry counts. Durations are in seconds, as Prometheus wants them. Labels name things in the code
 * (verbs, providers, lanes, Slack methods); a label must never hold a secret, an id or what a person typed.
 */
export function createMetrics({ lagMs }: { lagMs(): number }) {
  const registry = createRegistry()
  const measureProcess = processMetrics(registry, lagMs)
  return {
    /** `verb`: from the command list, or `unknown`. `outcome`: `ok` or an error code. */
    commands: registry.counter('ferry_commands_total', 'Commands, by verb and outcome.', ['verb', 'outcome']),
    refusals: registry.counter('ferry_requests_refused_total', 'Requests that went no further than the server.', [
      'reason',
    ]),
    ...providerMetrics(registry),
    ...watchMetrics(registry),
    ...deliveryMetrics(registry),
    ...installMetrics(registry),
    ...slackMetrics(registry),
    ...storeMetrics(registry),
    render: () => {
      measureProcess()
      return registry.render()
    },
  }
}

export type Metrics = ReturnType<typeof createMetrics>

const callBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const latenessBuckets = [1, 2, 5, 10, 30, 60, 120, 300, 900, 3600]
const heldBuckets = [60, 300, 900, 3600, 14_400, 28_800, 86_400]
const tickBuckets = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

function providerMetrics(registry: Registry) {
  return {
    /** `outcome`: `ok` or an error code. */
    providerCalls: registry.counter('ferry_provider_calls_total', 'Calls to the clouds.', [
      'provider',
      'operation',
      'outcome',
    ]),
    providerSeconds: registry.histogram('ferry_provider_call_seconds', 'How long the clouds took to answer.', {
      labels: ['provider', 'operation'],
      buckets: callBuckets,
    }),
  }
}

function watchMetrics(registry: Registry) {
  return {
    clockJumps: registry.counter('ferry_clock_jumps_total', 'Times that the clock of the machine was set.', [
      'direction',
    ]),
    /** `outcome`: `ok`, or `partly` if some account could not be read. */
    ticks: registry.counter('ferry_ticks_total', 'Polling rounds.', ['outcome']),
    tickSeconds: registry.histogram('ferry_tick_seconds', 'How long a polling round took.', {
      labels: [],
      buckets: tickBuckets,
    }),
    watches: registry.gauge('ferry_watches', 'Migrations that channels follow.', []),
  }
}

function deliveryMetrics(registry: Registry) {
  return {
    outboxPending: registry.gauge(
      'ferry_outbox_pending',
      'Messages decided and not yet delivered, and cards that Slack does not show as they are.',
      [],
    ),
    outboxOldestSeconds: registry.gauge('ferry_outbox_oldest_seconds', 'Age of the oldest undelivered message.', []),
    unmarkedPosts: registry.counter(
      'ferry_unmarked_posts_total',
      'Look-ups in which Slack showed Ferry’s own posts without their metadata.',
      [],
    ),
    noticesLost: registry.counter(
      'ferry_notices_lost_total',
      'Times that Slack let Ferry reach nobody who could be told in private of trouble in a channel.',
      [],
    ),
    /** `outcome`: `ok` or an error code. */
    deliveries: registry.counter('ferry_deliveries_total', 'Messages sent to Slack.', ['lane', 'outcome']),
    messageLateness: registry.histogram(
      'ferry_message_lateness_seconds',
      'Time from when something was meant to be told until Slack accepted it.',
      { labels: ['lane'], buckets: latenessBuckets },
    ),
    messagesHeld: registry.histogram(
      'ferry_message_held_seconds',
      'Time for which something was not told on purpose: quiet hours, mutes, digests and groups.',
      { labels: ['lane'], buckets: heldBuckets },
    ),
    socketsUp: registry.gauge('ferry_slack_sockets_up', 'Open Socket Mode connections.', []),
  }
}

/** Numbers of workspaces. The log and the details name them. */
function installMetrics(registry: Registry) {
  return {
    tokensRefused: registry.gauge('ferry_slack_token_refused', 'Workspaces whose token Slack refuses.', ['reason']),
    installsRemoved: registry.gauge('ferry_slack_removed', 'Workspaces that removed Ferry, their data still kept.', []),
  }
}

function slackMetrics(registry: Registry) {
  return {
    /** `outcome`: `ok`, Slack’s error, or the reason why Slack did not answer. */
    slackCalls: registry.counter('ferry_slack_calls_total', 'Calls of Slack’s Web API.', ['method', 'outcome']),
    slackHolds: registry.gauge('ferry_slack_holds', 'Limits at which Slack has asked Ferry to wait, now.', [
      'method',
      'scope',
    ]),
    /** `result`: `answered` or `failed`. A result that never occurred has no line. */
    slackCallAge: registry.gauge('ferry_slack_last_call_age_seconds', 'Time since the last call of Slack’s Web API.', [
      'result',
    ]),
  }
}

function storeMetrics(registry: Registry) {
  return {
    storeChanged: registry.gauge('ferry_store_changed', '1 if the store is not the one that Ferry started with.', []),
    keysMissing: registry.gauge(
      'ferry_encryption_keys_missing',
      'Encryption keys that some records need and ENCRYPTION_KEYS does not have.',
      [],
    ),
    storeFailures: registry.counter('ferry_store_failures_total', 'Operations of the store that failed.', [
      'operation',
    ]),
    storeFalls: registry.counter('ferry_store_falls_total', 'Times that the store lost its last minute.', []),
  }
}

/** Callbacks through which other parts report figures. */
export const meters = {
  exchange: exchangeMeter,
  delivery: deliveryMeters,
  holds: holdMeter,
  pending: pendingMeter,
  installs: installMeter,
  store: storeMeter,
  tick: tickMeter,
}

/** Counts each call to a cloud that the HTTP client reports. */
function exchangeMeter(metrics: Metrics) {
  return ({ provider, method, outcome, durationMs }: Exchange) => {
    metrics.providerCalls.add({ provider, operation: method, outcome: outcome === 'answered' ? 'ok' : outcome })
    metrics.providerSeconds.observe({ provider, operation: method }, durationMs / 1000)
  }
}
type Exchange = { provider: string; method: string; outcome: string; durationMs: number }

/** Counts what delivery reports. */
function deliveryMeters(metrics: Metrics) {
  return {
    onSent: ({ urgency, outcome }: { urgency: string; outcome: string }) =>
      metrics.deliveries.add({ lane: urgency, outcome }),
    onTold({ urgency: lane, heldMs, lateMs }: { urgency: string; heldMs: number; lateMs: number }) {
      metrics.messageLateness.observe({ lane }, lateMs / 1000)
      if (heldMs > 0) metrics.messagesHeld.observe({ lane }, heldMs / 1000)
    },
    onNoticeLost: () => metrics.noticesLost.add({}),
    onUnmarked: () => metrics.unmarkedPosts.add({}),
  }
}

/** Shows what waits to be delivered. */
function pendingMeter(metrics: Metrics) {
  return ({ count, oldestAgeMs }: { count: number; oldestAgeMs: number }) => {
    metrics.outboxPending.set({}, count)
    metrics.outboxOldestSeconds.set({}, oldestAgeMs / 1000)
  }
}

/** Shows what Slack has asked Ferry to wait with. What waited once stays, with the value 0 when it is over. */
function holdMeter(metrics: Metrics) {
  const seen = new Map<string, Labelled>()
  return (holds: readonly Labelled[]) => {
    for (const { method, scope } of holds) seen.set(`${method} ${scope}`, { method, scope })
    for (const { method, scope } of seen.values()) {
      const waiting = holds.filter((one) => one.method === method && one.scope === scope)
      metrics.slackHolds.set({ method, scope }, waiting.length)
    }
  }
}
type Labelled = { method: string; scope: string }

/** Counts what befalls the store. `onChange` is called too, if it is another one. */
function storeMeter(metrics: Metrics, onChange: (how: string) => void) {
  metrics.storeChanged.set({}, 0)
  return {
    onFailure: (operation: string) => metrics.storeFailures.add({ operation }),
    onFall: () => metrics.storeFalls.add({}),
    onChange(how: string) {
      metrics.storeChanged.set({}, 1)
      onChange(how)
    },
  }
}

/** Shows the states of the installs. A reason that occurred once stays, with the value 0 when it is gone. */
function installMeter(metrics: Metrics) {
  const reasons = new Set<string>()
  return (states: readonly InstallFigure[]) => {
    const refused = states.flatMap(({ type, reason }) => (type === 'refused' ? [reason ?? 'unknown'] : []))
    for (const reason of refused) reasons.add(reason)
    for (const reason of reasons) {
      metrics.tokensRefused.set({ reason }, refused.filter((one) => one === reason).length)
    }
    metrics.installsRemoved.set({}, states.filter(({ type }) => type === 'removed').length)
  }
}
type InstallFigure = { type: string; reason?: string }

const tellRefusalsEveryMs = 60_000

/** Counts every request that the server refuses, and logs one a minute for each reason. */
export function refusalMeter(
  metrics: Pick<Metrics, 'refusals'>,
  { clock, log }: { clock: { now(): number }; log: Log<'warn'> },
) {
  const told = new Map<string, { at: number; since: number }>()
  return ({ reason, status, aheadSeconds }: { reason: string; status: number; aheadSeconds?: number }) => {
    metrics.refusals.add({ reason })
    const last = told.get(reason)
    const now = clock.now()
    if (last !== undefined && now - last.at < tellRefusalsEveryMs) {
      last.since += 1
      return
    }
    told.set(reason, { at: now, since: 0 })
    const details = { ...defined({ aheadSeconds }), ...adviceOn(reason) }
    log.warn({ reason, status, untold: last?.since ?? 0, ...details }, 'A request was refused')
  }
}

/** Advice by reason, in case the refused requests are Slack’s after all. */
const advices = new Map([
  ['signature', 'If commands get no answer, copy SLACK_SIGNING_SECRET from Basic Information › App Credentials again'],
  [
    'clock',
    'Slack signed this request, but at another time: set the clock of this machine right, or somebody repeats it',
  ],
  ['timestamp', 'If commands get no answer, set the clock of this machine right'],
])

function adviceOn(reason: string): { advice?: string } {
  const advice = advices.get(reason)
  return advice === undefined ? {} : { advice }
}

/** Counts each tick that the poller reports. */
function tickMeter(metrics: Metrics) {
  return (tick: { durationMs: number; watches: number; troubled: number }) => {
    metrics.ticks.add({ outcome: tick.troubled === 0 ? 'ok' : 'partly' })
    metrics.tickSeconds.observe({}, tick.durationMs / 1000)
    metrics.watches.set({}, tick.watches)
  }
}
