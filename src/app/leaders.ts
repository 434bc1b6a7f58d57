import { createFleetReader, type FleetReader } from '../fleet/reader.ts'
import { answerSchema, type FleetAnswer, type FleetQuestion, questionSchema, searchFleet } from '../fleet/search.ts'
import { type Questions, startQuestions } from '../leader/ask.ts'
import { createLeader, type Leader } from '../leader/leader.ts'
import { startWakes, type Wake, type Wakes } from '../leader/wakes.ts'
import type { Log } from '../log.ts'
import { waking } from '../notify/waking.ts'
import { createRounds, type Tick } from '../observe/rounds.ts'
import { createRequests } from '../requests/requests.ts'
import type { Delivery } from '../send/delivery.ts'
import type { Store, WorkspaceStore } from '../store/store.ts'
import { createAdmins } from './admins.ts'
import { createInHand, type InHand } from './in-hand.ts'
import { type LedWorkspace, openLedWorkspace } from './led-workspace.ts'
import type { LedWorkspaceParts } from './opened.ts'

/** This replica's part in observing the fleet: the workspaces that it leads, and the way to the leaders of the others. */
export type Leaders = {
  /** Begins to take its share of the workspaces. */
  start(): Promise<void>
  /** Resolves when the first share is loaded, and its rounds may begin. */
  loaded(): Promise<void>
  /** Reads every account of the workspaces that it leads, and does what is due for their requests. Never rejects. */
  tick(): Promise<void>
  lastTickAt(): number | undefined
  of(workspace: string): LedWorkspace | undefined
  /** Workspaces that it leads. */
  led(): string[]
  /** Who leads a workspace, as the store says. */
  leaderOf(workspace: string): Promise<'here' | 'elsewhere' | 'nobody'>
  /** Tells the leader of a workspace what a command has changed. Returns at once. */
  wake(workspace: string, wake: Wake): void
  /** A workspace's store for commands: the leader hears of every watch that they change. */
  storeIn(workspace: string): WorkspaceStore
  readerOf(workspace: string): FleetReader
  /**
   * The work of this replica in each workspace, as far as its memory knows: accounts, number of watches and admins. A
   * workspace whose lease is over counts until another replica holds it.
   */
  inHand(): InHand[]
  /** Takes into account that somebody set the clock, in milliseconds: ahead or, if negative, back. */
  takeClockSet(byMs: number): void
  /** Ends all work and hands the workspaces over. */
  stop(): Promise<void>
}

export type LeadersParts = Pick<LedWorkspaceParts, 'providers' | 'events' | 'connect' | 'people' | 'clock'> & {
  /** Id of this replica, different for each process. */
  self: string
  store: Store
  delivery: LedWorkspaceParts['delivery'] & Pick<Delivery, 'sweep'>
  log: Log<'info' | 'warn' | 'error'>
  onTick?(tick: Tick): void
}

export function createLeaders(parts: LeadersParts): Leaders {
  const { self, store, clock, log } = parts
  const links: Links = {}
  const admins = createAdmins(parts)
  const inHand = createInHand(admins)
  const wake = (workspace: string, sent: Wake) => void tell(workspace, sent, { leader, links, self })
  const storeIn = (workspace: string) => wakingStore(store.in(workspace), (sent) => wake(workspace, sent))
  const leader: Leader<LedWorkspace> = createLeader({
    ...{ self, store, clock, log },
    workspaces: store.workspaces,
    async open(workspace, lease) {
      const given = { ...parts, admins: admins.of(workspace), onRequest: requests.attend }
      return inHand.note(await openLedWorkspace(workspace, lease, given), lease.signal)
    },
    onOtherHolder: inHand.forget,
    begin(work) {
      work.repaint()
      void rounds.begin(work)
    },
  })
  const led = () => leader.all().map(({ workspace }) => workspace)
  const rounds = createRounds({ ...parts, led: leader.all, afterRound: parts.delivery.sweep })
  const requests = createRequests({
    ...parts,
    store: { ...store, in: storeIn, workspaces: async () => led() },
    show: (workspace, id) => leader.of(workspace)?.showRequest(id),
    lookNow: (workspace, account, id) => wake(workspace, { what: 'look', account, ids: [id] }),
  })
  const answer = (workspace: string, question: FleetQuestion) => answerHere(leader.of(workspace), question)
  return {
    async start() {
      Object.assign(links, await openLinks({ ...parts, leader, led, answer }))
      await leader.start()
    },
    loaded: leader.loaded,
    // A round over half of a share would say that all was read.
    tick: async () => void (await leader.loaded().then(() => Promise.all([requests.tend(), rounds.tick()]))),
    lastTickAt: rounds.lastTickAt,
    of: leader.of,
    led,
    leaderOf: (workspace) => leaderOf(workspace, leader),
    wake,
    storeIn,
    inHand: inHand.all,
    takeClockSet: (byMs) => void leader.all().map(({ takeClockSet }) => takeClockSet(byMs)),
    readerOf: (workspace) => readerOf(workspace, { links, answer, leader, store, log }),
    async stop() {
      await requests.stop()
      await leader.stop()
      await Promise.all([links.wakes?.stop(), links.questions?.stop()])
    },
  }
}

async function leaderOf(workspace: string, { of, holderOf }: Pick<Leader<LedWorkspace>, 'of' | 'holderOf'>) {
  if (of(workspace) !== undefined) return 'here'
  return (await holderOf(workspace)) === undefined ? 'nobody' : 'elsewhere'
}

/** A workspace's store, which wakes the leader for what it has to do after a write. */
function wakingStore(store: WorkspaceStore, wake: (sent: Wake) => void): WorkspaceStore {
  return waking(store, {
    onWatches: (ids) => wake({ what: 'watches', ids }),
    onAck: (key) => wake({ what: 'acks', keys: [key] }),
    onSubscriptions: () => wake({ what: 'subscriptions' }),
    onRepair: (channel) => wake({ what: 'channel', channel }),
  })
}

/** The ways to other replicas, once they are open. */
type Links = { wakes?: Wakes; questions?: Questions<FleetQuestion, FleetAnswer> }

type Linked = Pick<LeadersParts, 'self' | 'store' | 'clock' | 'log'> & {
  leader: Leader<LedWorkspace>
  led(): string[]
  answer(workspace: string, question: FleetQuestion): FleetAnswer | undefined
}

async function openLinks({ leader, answer, ...linked }: Linked): Promise<Required<Links>> {
  const hear = (workspace: string, heard: Wake) => hearHere(leader.of(workspace), heard)
  const wakes = await startWakes({ ...linked, hear })
  const { holderOf } = leader
  return { wakes, questions: await startQuestions({ ...linked, holderOf, answer, questionSchema, answerSchema }) }
}

type Telling = { leader: Leader<LedWorkspace>; links: Links; self: string }

/**
 * Tells the leader of a workspace. A workspace that nobody leads yet, such as a new one, is taken first, unless another
 * replica is faster.
 */
async function tell(workspace: string, sent: Wake, { leader, links, self }: Telling): Promise<void> {
  if (hearHere(leader.of(workspace), sent)) return
  const holder = await leader.holderOf(workspace).catch(() => undefined)
  if (holder === undefined || holder === self) await leader.review()
  if (!hearHere(leader.of(workspace), sent)) links.wakes?.send(workspace, sent)
}

/** True if this replica leads the workspace. */
function hearHere(work: LedWorkspace | undefined, heard: Wake): boolean {
  work?.hear(heard)
  return work !== undefined
}

function answerHere(work: LedWorkspace | undefined, question: FleetQuestion): FleetAnswer | undefined {
  return work && searchFleet(work.fleet, question)
}

type Reading = Pick<LeadersParts, 'store' | 'log'> & {
  links: Links
  leader: Pick<Leader<LedWorkspace>, 'loading'>
  answer(workspace: string, question: FleetQuestion): FleetAnswer | undefined
}

function readerOf(workspace: string, { links, answer, leader, store, log }: Reading): FleetReader {
  const askLeader = async (question: FleetQuestion) => {
    await leader.loading(workspace)
    return answer(workspace, question) ?? (await links.questions?.ask(workspace, question))
  }
  return createFleetReader({ store: store.in(workspace), askLeader, log })
}
