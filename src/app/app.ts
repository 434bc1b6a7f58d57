import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type Clock, steadyBeside, systemClock } from '../async/clock.ts'
import { type Trace, untraced } from '../async/trace.ts'
import { readHome } from '../commands/home.ts'
import { openLink, previewLink } from '../commands/linked.ts'
import { createRecall } from '../commands/recall.ts'
import type { Config } from '../config/config.ts'
import { isSharedStore } from '../config/environment.ts'
import type { Log } from '../log.ts'
import { eventTable } from '../notify/events.ts'
import { type Schedule, startSchedule } from '../observe/schedule.ts'
import { watchClockJumps } from '../operate/clock-jumps.ts'
import { createHeartbeat, type Heartbeat } from '../operate/heartbeat.ts'
import { finishRotation } from '../operate/key-rotation.ts'
import { createLog } from '../operate/log.ts'
import { watchEventLoop } from '../operate/metrics/event-loop.ts'
import { createMetrics, meters } from '../operate/metrics/metrics.ts'
import { ferryVersion } from '../operate/metrics/process-metrics.ts'
import { watchSlackCalls } from '../operate/metrics/slack-calls.ts'
import { createStops } from '../operate/stops.ts'
import { startTraces } from '../operate/traces.ts'
import { providers } from '../providers/index.ts'
import { createDelivery, type Delivery } from '../send/delivery.ts'
import { createNewest } from '../slack/answer/newest.ts'
import { createWork } from '../slack/answer/work.ts'
import { createSlack, type Slack } from '../slack/client/bolt.ts'
import { createBoltLog } from '../slack/client/bolt-log.ts'
import { createPeople } from '../slack/client/people.ts'
import { firstAdminsOf } from '../slack/install/installs.ts'
import type { ProvenStore } from '../store/start.ts'
import { dispatcherOf, toolsOf } from './command-tools.ts'
import { patientOf } from './doctor/patient.ts'
import { examineProcess } from './doctor/process.ts'
import { createLeaders, type Leaders } from './leaders.ts'
import { type Basics, connectClouds, reachSlack } from './reach.ts'
import type { Contact, Engines, Running, World } from './running.ts'
import { type Addresses, openServer } from './serving.ts'
import { standStill } from './stand-still.ts'
import { checkStart } from './start-checks.ts'
import { tellOfScopes } from './tell-of-scopes.ts'

export type FerryApp = {
  /** Starts Ferry. It is ready, and says so in the log, before this resolves: when all that it keeps in memory is loaded. */
  start(): Promise<Addresses>
  /** Takes nothing new, waits for work in progress, and closes everything. */
  stop(): Promise<void>
}
export type { Addresses }
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
        const trace = await openTraces({ config, log, stops })
        return await startAll({ config, clock, log, boltLog: createBoltLog(log), stops, trace })
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

/** The way to a receiver of traces, if there is one. */
async function openTraces({ config, log, stops }: Pick<Basics, 'config' | 'log' | 'stops'>): Promise<Trace> {
  if (config.traces === undefined) return untraced
  const traces = await startTraces(config.traces, { service: { version: ferryVersion(), instance: hostname() }, log })
  stops.add('traces', traces.stop)
  return traces
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
  metrics.keysMissing.set({}, store.missingKeys.length)
  const connections = connectClouds(basics, metrics)
  const { installs, wire, served } = await reachSlack(basics, { store, slackCalls })
  const people = createPeople({ ...installs, wire, clock: time, firstAdmins: firstAdminsOf(config.admins, installs) })
  const engines = openEngines(basics, { store: served, connections, wire, metrics, people })
  const watched = { slackCalls, clockJumps, loop }
  const running = runningOf({ ...basics, ...engines, ...watched, store, connections, installs, wire, metrics, people })
  const slack = edge(running)
  running.contact.slack = slack
  const addresses = await openServer(running, slack)
  await slack.start()
  await engines.fleet.start()
  installs.whenServedAgain((workspace) => engines.fleet.wake(workspace, { what: 'served' }))
  tellOfScopes(running)
  const { stop: stopRounds } = startRounds(running)
  void changed.promise.then((how) => standStill(how, { ...running, storeName: store.name, stopRounds }))
  log.info({ ...addresses, mode: config.slack.mode }, 'Ferry is ready')
  // What is stored is read from now on, and who asks for it waits for that alone.
  await engines.fleet.loaded()
  if (stops.ending.aborted) return addresses
  // What the last process left to be told keeps nobody waiting for an answer of this one.
  await engines.delivery.sweep()
  const rotation = finishRotation(
    { ...config, isShared: isSharedStore(config.storeUrl), store, clock, log },
    stops.ending,
  )
  stops.add('key rotation', () => rotation)
  return addresses
}

type Opened = Omit<Running, 'store' | 'storeId' | 'contact' | 'patient' | 'examine' | 'recall' | 'work' | 'newest'> & {
  store: ProvenStore
}

/** Everything that is open, with what commands share and what the doctor looks at. */
function runningOf(opened: Opened): Running {
  const { clock, log, store } = opened
  const contact: Contact = {}
  const patient = patientOf({ ...opened, contact })
  const time = steadyBeside(clock)
  return {
    ...opened,
    storeId: store.id,
    contact,
    patient,
    examine: (workspace) => examineProcess(patient, workspace),
    recall: createRecall({ clock: time }),
    work: createWork({ clock: time, log }),
    newest: createNewest(),
  }
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

/** The way to somebody's monitor, if there is one. */
function openHeartbeat(
  { config, clock, log, stops }: Basics,
  { pending }: Pick<Delivery, 'pending'>,
): Heartbeat | undefined {
  const { heartbeatUrl: url } = config
  if (url === undefined) return undefined
  const heartbeat = createHeartbeat({ url, name: hostname(), pending, clock: steadyBeside(clock), log })
  stops.add('heartbeat', heartbeat.stop)
  return heartbeat
}

/** Creates the parts that work by themselves, beside the commands, on the workspaces that this replica leads. */
function openEngines(basics: Basics, { store, connections, wire, metrics, people }: World): Engines {
  const { clock, log, stops } = basics
  const noteTick = meters.tick(metrics)
  const delivery: Delivery = createDelivery({
    threadsOf: (workspace) => fleet.of(workspace)?.threads,
    led: () => fleet.led(),
    wire,
    clock,
    log,
    ...meters.delivery(metrics),
  })
  const heartbeat = openHeartbeat(basics, delivery)
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
    onTick(tick) {
      noteTick(tick)
      heartbeat?.noteRound(tick)
    },
  })
  stops.add('fleet', fleet.stop)
  stops.add('delivery', delivery.stop)
  return { delivery, fleet }
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
    links: {
      hasWorkObjects: config.hasWorkObjects,
      preview: (url, origin) => previewLink(url, origin, toolsOf(running, origin.workspace)),
      open: (opened, origin) => openLink(opened, origin, toolsOf(running, origin.workspace)),
    },
    onCall: slackCalls.onCall,
    onWelcome: (workspace, channel) => running.fleet.wake(workspace, { what: 'channel', channel }),
    onLeft: installs.hear,
    ...(auth.type === 'oauth' && publicUrl !== undefined ? { oauth: { ...auth, publicUrl } } : {}),
  })
}
