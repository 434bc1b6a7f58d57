import type { Clock } from '../async/clock.ts'
import type { Trace } from '../async/trace.ts'
import type { Config } from '../config/config.ts'
import type { Log } from '../log.ts'
import { type Metrics, meters } from '../operate/metrics/metrics.ts'
import type { SlackCallWatch } from '../operate/metrics/slack-calls.ts'
import type { Stops } from '../operate/stops.ts'
import { createConnections } from '../providers/connections.ts'
import { createHttp, type Http } from '../providers/http/http.ts'
import { providers } from '../providers/index.ts'
import type { createBoltLog } from '../slack/client/bolt-log.ts'
import { createWire } from '../slack/client/wire.ts'
import { openInstalls } from '../slack/install/installs.ts'
import type { Store } from '../store/store.ts'
import type { Clouds } from './command-tools.ts'

/** The configuration, clock, logs, traces and shutdown list that every part of Ferry shares. */
export type Basics = {
  config: Config
  clock: Clock
  log: Log
  boltLog: ReturnType<typeof createBoltLog>
  stops: Stops
  trace: Trace
}

/** Connects to Slack. `served` is the store without the workspaces in which Ferry can say nothing. */
export async function reachSlack(
  { config, clock, log, boltLog: logger, stops }: Basics,
  { store, slackCalls }: { store: Store; slackCalls: SlackCallWatch },
) {
  const { auth, slackApiUrl, uninstallGraceMs: graceMs } = config
  const installs = await openInstalls(auth, { store, slackApiUrl, logger, clock, log, graceMs })
  stops.add('installs', installs.stop)
  await installs.tend()
  const onTokenRefused = (workspace: string) => void installs.verify(workspace)
  const wire = createWire({
    slackApiUrl,
    tokenOf: installs.tokenOf,
    onTokenRefused,
    logger,
    log,
    onCall: slackCalls.onCall,
  })
  const workspaces = async () => (await installs.workspaces()).filter(installs.isServed)
  return { installs, wire, served: { ...store, workspaces } }
}

/** Opens the way to the clouds, for all accounts. */
export function connectClouds({ config, clock, log, stops, trace }: Basics, metrics: Metrics): Clouds {
  const http: Http = createHttp({ clock, trace, onExchange: meters.exchange(metrics) })
  stops.add('cloud connections', http.stop)
  const warn = (what: string, details: object) => log.warn(details, what)
  const environment = { clock, fetchJson: http.fetchJson, warn }
  const { endpointAllowlist } = config
  return { ...createConnections({ providers, environment, endpointAllowlist }), tellingOfWaits: http.tellingOfWaits }
}
