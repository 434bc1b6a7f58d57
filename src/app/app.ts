import { randomUUID } from 'node:crypto'
import { type Clock, steadyBeside, systemClock } from '../async/clock.ts'
import { readHome } from '../commands/home.ts'
import { createRecall } from '../commands/recall.ts'
import type { Config } from '../config/config.ts'
import { isSharedStore } from '../config/environment.ts'
import { eventTable } from '../notify/events.ts'
import { intervalMsOf, type Schedule, startSchedule } from '../observe/schedule.ts'
import { type ClockJumps, watchClockJumps } from '../operate/clock-jumps.ts'
import { finishRotation } from '../operate/key-rotation.ts'
import { createLog, type Log } from '../operate/log.ts'
import { type EventLoopWatch, watchEventLoop } from '../operate/metrics/event-loop.ts'
import { createMetrics, type Metrics, meters, refusalMeter } from '../operate/metrics/metrics.ts'
import { type SlackCallWatch, watchSlackCalls } from '../operate/metrics/slack-calls.ts'
import { openForOperators } from '../operate/open.ts'
import { portProblem } from '../operate/port.ts'
import { createStops } from '../operate/stops.ts'
import { providers } from '../providers/index.ts'
import { createDelivery, type Delivery } from '../send/delivery.ts'
import { createNewest } from '../slack/answer/newest.ts'
import { createWork } from '../slack/answer/work.ts'
import { createSlack, type Slack } from '../slack/client/bolt.ts'
import { createBoltLog } from '../slack/client/bolt-log.ts'
import { createPeople, type People } from '../slack/client/people.ts'
import type { SlackWire } from '../slack/client/wire.ts'
import { firstAdminsOf, type Installs } from '../slack/install/installs.ts'
import { startServer } from '../slack/receive/server.ts'
import type { Store } from '../store/store.ts'
import { type Clouds, type CommandParts, dispatcherOf, toolsOf } from './command-tools.ts'
import { createLeaders, type Leaders } from './leaders.ts'
import { type Basics, connectClouds, reachSlack } from './reach.ts'
import { standStill } from './stand-still.ts'
import { checkStart } from './start-checks.ts'

export type FerryApp = {
  /** Starts Ferry. Resolves when it is ready. */
  start(): Promise<Addresses>
  /** Takes nothing new, waits for work in progress, and closes everything. */
  stop(): Promise<void>
}
export type Addresses = {
  /** URL of the server that Slack reaches. */
  url: string
  /** URL of metrics and details, if they have a server of their own. */
  metricsUrl?: string
}
/** The parts that tests replace. */
export type Overrides = { clock?: Clock; log?: Log }

/** The composition root: everything is constructed here and nowhere else. */
export function createApp(config: Config, overrides: Overrides = {}): FerryApp {
  const clock = overrides.clock ?? systemClock
  const log = overrides.log ?? createLog({ level: config.logLevel })
  const stops = createStops({ clock: steadyBeside(clock), log })
  return {
    async start() {
      try {
        return await startAll({ config, clock, log, boltLog: createBoltLog(log), stops })
      } catch (error) {
        await stops.run()
        throw error
      }
    },
    stop() {
      log.info({ graceMs: config.shutdownGraceMs }, 'Ferry is stopping')
      return stops.run({ graceMs: config.shutdownGraceMs })
    },
  }
}

async function startAll(basics: Basics): Promise<Addresses> {
  const { config, clock, log, stops } = basics
  for (const warning of config.warnings) log.warn({ warning }, 'Configuration')
  const loop = watchEventLoop()
  stops.add('event loop watch', loop.stop)
  const metrics = createMetrics({ lagMs: loop.lagMs })
  const time = steadyBeside(clock)
  const slackCalls = watchSlackCalls(metrics, time)
  const clockJumps = watchClockJumps({ clock, log, metrics })
  stops.add('clock watch', clockJumps.stop)
  const changed = Promise.withResolvers<string>()
  const store = await checkStart({ ...basics, ...meters.store(metrics, changed.resolve) })
  const connections = connectClouds(basics, metrics)
  const { installs, wire, served } = await reachSlack(basics, { store, slackCalls })
  const people = createPeople({ ...installs, wire, clock: time, firstAdmins: firstAdminsOf(config.admins, installs) })
  const engines = openEngines(basics, { store: served, connections, wire, metrics, people })
  const running: Running = {
    ...basics,
    store,
    storeId: store.id,
    connections,
    installs,
    wire,
    ...engines,
    metrics,
    slackCalls,
    clockJumps,
    loop,
    people,
    recall: createRecall({ clock: time }),
    work: createWork({ clock: time, log }),
    newest: createNewest(),
  }
  const slack = edge(running)
  const addresses = await openServer(running, slack)
  await slack.start()
  await engines.fleet.start()
  installs.whenServedAgain((workspace) => engines.fleet.wake(workspace, { what: 'served' }))
  await engines.delivery.sweep()
  const { stop: stopRounds } = startRounds(running)
  void changed.promise.then((how) => standStill(how, { ...running, storeName: store.name, stopRounds }))
  log.info({ ...addresses, mode: config.slack.mode }, 'Ferry is ready')
  const rotation = finishRotation(
    { ...config, isShared: isSharedStore(config.storeUrl), store, clock, log },
    stops.ending,
  )
  stops.add('key rotation', () => rotation)
  return addresses
}

/** Begins the rounds, which go on by the new time when somebody sets the clock. */
function startRounds({ config, installs, fleet, clockJumps, stops }: Running): Schedule {
  const schedule = startSchedule(config.pollSchedule, async () => {
    await installs.tend()
    await fleet.tick()
  })
  stops.add('schedule', schedule.stop)
  clockJumps.listen((byMs) => {
    fleet.takeClockSet(byMs)
    schedule.rearm()
  })
  return schedule
}

type World = { store: Store; connections: Clouds; wire: SlackWire; metrics: Metrics; people: People }
type Engines = { delivery: Delivery; fleet: Leaders }

/** Creates the parts that work by themselves, beside the commands, on the workspaces that this replica leads. */
function openEngines({ clock, log, stops }: Basics, { store, connections, wire, metrics, people }: World): Engines {
  const delivery: Delivery = createDelivery({
    threadsOf: (workspace) => fleet.of(workspace)?.threads,
    led: () => fleet.led(),
    wire,
    clock,
    log,
    ...meters.delivery(metrics),
  })
  const fleet: Leaders = createLeaders({
    self: randomUUID(),
    store,
    providers,
    events: eventTable,
    connect: connections.of,
    delivery,
    people,
    clock,
    log,
    onTick: meters.tick(metrics),
  })
  stops.add('fleet', fleet.stop)
  stops.add('delivery', delivery.stop)
  return { delivery, fleet }
}

type Running = Basics &
  World &
  Engines &
  CommandParts & {
    installs: Installs
    loop: EventLoopWatch
    slackCalls: SlackCallWatch
    clockJumps: ClockJumps
    storeId: string
  }

function edge(running: Running): Slack {
  const { config, store, installs, work, clock, log, boltLog, slackCalls } = running
  const { auth, publicUrl } = config
  return createSlack({
    delivery: config.slack,
    slackApiUrl: config.slackApiUrl,
    installs,
    store,
    work,
    clock,
    log,
    boltLog,
    dispatcher: (workspace) => dispatcherOf(running, workspace),
    homePage: (origin) => readHome(origin, toolsOf(running, origin.workspace)),
    onCall: slackCalls.onCall,
    onWelcome: (workspace, channel) => running.fleet.wake(workspace, { what: 'channel', channel }),
    onLeft: installs.hear,
    ...(auth.type === 'oauth' && publicUrl !== undefined ? { oauth: { ...auth, publicUrl } } : {}),
  })
}

async function openServer(running: Running, slack: Slack): Promise<Addresses> {
  const { config, clock, log, loop, metrics, fleet, store, work, installs, stops } = running
  let isListening = () => false
  const time = steadyBeside(clock)
  const { handle, leave, stop, ...more } = await openForOperators({
    clock: time,
    log,
    store,
    place: config.metrics,
    isListening: () => isListening(),
    isConnected: slack.isConnected,
    intervalMs: intervalMsOf(config.pollSchedule),
    lastTickAt: fleet.lastTickAt,
    lagMs: loop.lagMs,
    hasSockets: config.slack.mode === 'socket',
    metrics,
    slackCalls: running.slackCalls,
    storeId: running.storeId,
    clockJumps: running.clockJumps,
    pending: running.delivery.pending,
    slackHolds: running.delivery.holds,
    troubledInstalls: installs.troubled,
  })
  stops.add('metrics', stop)
  const { host, port } = config
  const onRefused = refusalMeter(metrics, { clock: time, log })
  const asked = { host, port, operate: handle, slack: slack.handle, onRefused, clock: time, log }
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
