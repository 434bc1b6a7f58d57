import { steadyBeside } from '../async/clock.ts'
import { refusalMeter } from '../operate/metrics/metrics.ts'
import { openForOperators } from '../operate/open.ts'
import { portProblem } from '../operate/port.ts'
import type { Slack } from '../slack/client/bolt.ts'
import { startServer } from '../slack/receive/server.ts'
import { toolsOf } from './command-tools.ts'
import { examineAll } from './doctor/everything.ts'
import type { Running } from './running.ts'

export type Addresses = {
  /** URL of the server that Slack reaches. */
  url: string
  /** URL of metrics and details, if they have a server of their own. */
  metricsUrl?: string
}
/** Opens the ports: for Slack and load balancers, and for whoever operates Ferry. */
export async function openServer(running: Running, slack: Slack): Promise<Addresses> {
  const { config, clock, log, loop, metrics, fleet, store, work, installs, patient, stops } = running
  let isListening = () => false
  const time = steadyBeside(clock)
  const { handle, leave, stop, ...more } = await openForOperators({
    clock: time,
    log,
    store,
    place: config.metrics,
    isListening: () => isListening(),
    isConnected: slack.isConnected,
    ...{ intervalMs: patient.intervalMs, startedAt: patient.startedAt, lastTickAt: patient.lastTickAt },
    lagMs: loop.lagMs,
    hasSockets: config.slack.mode === 'socket',
    metrics,
    slackCalls: running.slackCalls,
    storeId: running.storeId,
    clockJumps: running.clockJumps,
    pending: () => fleet.loaded().then(running.delivery.pending),
    slackHolds: running.delivery.holds,
    troubledInstalls: installs.troubled,
    examine: () =>
      examineAll(patient, {
        ...{ led: fleet.led, workspaces: installs.workspaces, troubled: installs.troubled },
        toolsIn: (workspace) => toolsOf(running, workspace),
      }),
  })
  stops.add('metrics', stop)
  const { host, port } = config
  const onRefused = refusalMeter(metrics, { clock: time, log })
  const noting: Slack['handle'] = (request, response, prove) =>
    slack.handle(request, response, () => {
      running.contact.requestAt = time.now()
      return prove()
    })
  const asked = { host, port, operate: handle, slack: noting, onRefused, clock: time, log }
  const server = await startServer(asked).catch((error: unknown) => {
    throw portProblem(error, config)
  })
  isListening = server.isListening
  stops.announceWith(leave, server.announceEnd)
  // Requests that arrive on open connections during the shutdown are answered, too.
  stops.add('last commands', work.drain)
  stops.add('open connections', server.stop)
  stops.add('commands', slack.stop)
  stops.add('new connections', server.closeDoor)
  return { url: server.url, ...more }
}
