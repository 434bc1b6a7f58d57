import { commands, topics } from '../../src/commands/index.ts'
import type { DrawnReply, Invocation, OutgoingFile, Tools } from '../../src/commands/machine/command.ts'
import { dispatch, type Outcome } from '../../src/commands/machine/dispatch.ts'
import { parse } from '../../src/commands/machine/parse.ts'
import { problemOf } from '../../src/commands/machine/problem.ts'
import { createRecall } from '../../src/commands/recall.ts'
import { defined } from '../../src/defined.ts'
import { AppError } from '../../src/errors/errors.ts'
import { afterFailure } from '../../src/fleet/health.ts'
import { identityOf, projectOf } from '../../src/fleet/judge/identity.ts'
import { loadFleet } from '../../src/fleet/persist.ts'
import { createFleetReader } from '../../src/fleet/reader.ts'
import { searchFleet } from '../../src/fleet/search.ts'
import { fleetOf, type WorkspaceFleet } from '../../src/fleet/workspace-fleet.ts'
import type { Migration } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { openStore } from '../../src/store/open.ts'
import type { Account, Collection } from '../../src/store/store.ts'
import type { Message, Modal } from '../../src/views/blocks/message.ts'
import { createFakeCloud, type FakeCloud } from '../fake-cloud/cloud.ts'
import { createManualClock, type ManualClock } from '../manual-clock.ts'
import { keyAnswers } from '../providers/huawei/open-account.ts'
import { readable } from '../views/readable.ts'
import { fleetOfClouds } from './fleet-of-clouds.ts'

export const workspace = 'T1'

/** Everything that a command works with, and a person who types. */
export type Desk = {
  tools: Tools
  cloud: FakeCloud
  clock: ManualClock
  /** Types a command and waits for its answer. The clock advances as long as that takes. */
  types(text: string, how?: Typing): Promise<Outcome>
  /** Types a command and returns the lines of its answer. */
  reads(text: string, how?: Typing): Promise<string[]>
  /** Types a command and returns before it is answered. */
  begins(text: string, how?: Typing): Promise<Outcome>
  addAccount(name?: string): Promise<void>
  addKey(name: string): Promise<void>
  /** Makes an account's credentials unreadable until the account is written again. */
  losesAccount(name: string): void
  /** Everything that was shown while commands were running. */
  meanwhile: Message[]
  /** Targets that the poller was asked to read, as `account/id` or `account`. */
  looks: string[]
  /** Accounts in which all that moves was to be read, together as one text. */
  lookedAround: string[]
  /** Channels to which a test message was sent. */
  tried: string[]
  /** Migrations that Ferry noted to have deleted, as `account/id`. */
  deleted: string[]
  /** Makes this known to the leader of the workspace, as it was read, and from now on nothing else. */
  knows(...migrations: Migration[]): Promise<void>
  /**
   * Makes this known to the leader of the workspace, and from now on nothing else. It has listed every account that
   * there is by now to its end. Until then, it knows whatever the clouds have.
   */
  hasListed(...migrations: Migration[]): Promise<void>
  /** Has the leader still be listing an account for the first time. */
  isListing(account: string): void
  /** Makes it known that an account can't be read. */
  hasTrouble(account: string, error: AppError): Promise<void>
  /** Makes it known that this has not moved for a while. */
  stalls(migration: Migration): Promise<void>
  /** Files that were sent to people. */
  files: OutgoingFile[]
  losesFiles(error: Error): void
  /** Ids of the requests that the commands asked Ferry to work on. */
  attended: string[]
  /** Channels in which Ferry may not post. */
  closed: Set<string>
  /** Ids of the people who installed Ferry. */
  admins: Set<string>
  guests: Set<string>
  /** Members of Slack's user groups. */
  groups: Map<string, readonly string[]>
  /** Ids of people by their plain names, such as `@ann`. */
  names: Map<string, readonly string[]>
  log: { level: string; details: object; message: string }[]
}

/** `thread`: where Ferry is mentioned; a typed command has none. */
export type Typing = {
  user?: string
  channel?: string
  thread?: string
  /** Text of the message on which the person uses a shortcut. */
  quoted?: string
  isStranger?: boolean
} & Filled
export type Filled = Partial<Pick<Invocation, 'answers' | 'entered' | 'asked' | 'carried'>>

/** Notes of the desk, and properties that a test may set. */
type Seen =
  | 'meanwhile'
  | 'looks'
  | 'lookedAround'
  | 'deleted'
  | 'tried'
  | 'attended'
  | 'files'
  | 'closed'
  | 'admins'
  | 'guests'
  | 'groups'
  | 'names'
  | 'log'

export async function createDesk(clock = createManualClock()): Promise<Desk> {
  const key = { id: 'k1', key: Buffer.alloc(32, 7) }
  const store = await openStore({ url: 'memory:', clock, encryptionKeys: [key] })
  const cloud = createFakeCloud({ clock })
  const seen: Pick<Desk, Seen> = {
    files: [],
    meanwhile: [],
    looks: [],
    lookedAround: [],
    deleted: [],
    tried: [],
    attended: [],
    closed: new Set(),
    admins: new Set(['U1', 'U2']),
    guests: new Set(),
    groups: new Map(),
    names: new Map(),
    log: [],
  }
  let fileLoss: Error | undefined
  let leader: WorkspaceFleet | undefined
  let knowsClouds = true
  const listing = new Set<string>()
  const fleetNow = () => (knowsClouds ? fleetOfClouds(tools, { cloud, listing }) : leader)
  const tools: Tools = {
    store: store.in(workspace),
    topics,
    providers: [huawei],
    connect: cloud.connect,
    isEndpointAllowed: (host) => host === 'allowed.example',
    canPost: async (channel) => !seen.closed.has(channel),
    fleet: createFleetReader({
      store: store.in(workspace),
      async askLeader(question) {
        const fleet = await fleetNow()
        for (const account of seen.lookedAround.join(' ').split(' ')) {
          fleet?.looks.set(account, { ended: seen.lookedAround.length, isLooking: false })
        }
        return fleet && searchFleet(fleet, question)
      },
      log: { error: () => undefined },
    }),
    examine: async () => [{ part: 'Store', state: 'well', says: 'memory:' }],
    tryOut: ({ channel }) => void seen.tried.push(channel),
    noteDeleted: (account, id) => void seen.deleted.push(`${account}/${id}`),
    lookAround: (accounts) => void seen.lookedAround.push(accounts.join(' ')),
    lookNow: (account, id) => void seen.looks.push(id === undefined ? account : `${account}/${id}`),
    attend: (id) => void seen.attended.push(id),
    recall: createRecall({ clock }),
    claim: store.claim,
    standingOf: async (user, { groups }) => ({
      user,
      isFirstAdmin: seen.admins.has(user),
      isGuest: seen.guests.has(user),
      groups: groups.filter((group) => seen.groups.get(group)?.includes(user)),
    }),
    timeZoneOf: async () => 'Europe/Berlin',
    kindOf: async (user) => (seen.guests.has(user) ? 'guest' : 'member'),
    membersOf: async (group) => seen.groups.get(group) ?? [],
    userGroups: async () => [...seen.groups.keys()].map((id) => ({ id, handle: id.slice(2).toLowerCase(), name: id })),
    peopleNamed: async (name) => ({ people: seen.names.get(name) ?? [], isWhole: true }),
    firstAdmins: async () => [...seen.admins],
    clock,
    async sendFile(file) {
      if (fileLoss !== undefined) throw fileLoss
      seen.files.push(file)
      return `D${file.user}`
    },
    showMeanwhile: async (message) => void seen.meanwhile.push(message),
  }
  async function knows(...migrations: Migration[]): Promise<void> {
    knowsClouds = false
    for (const migration of migrations) {
      const { account, id, readAt } = migration
      const known = { identity: project, migration, firstSeenAt: readAt, movedAt: readAt, events: [], lastSeq: 0 }
      await tools.store.known.set(`${account}#${project}/${id}`, known)
    }
  }

  const begins: Desk['begins'] = (text, how = {}) => run(text, how, { tools, log: seen.log })
  const types: Desk['types'] = (text, how) => clock.passUntil(begins(text, how))
  return {
    ...seen,
    tools,
    cloud,
    clock,
    begins,
    types,
    reads: async (text, how) => readable(shownIn((await types(text, how)).reply)),
    addAccount: (name = 'prod-hw') => tools.store.accounts.set(name, account(name)),
    knows,
    async hasListed(...migrations) {
      await knows(...migrations)
      leader = await loadFleet(tools.store, { error: () => undefined })
      for (const { name } of (await tools.store.accounts.list()).items) {
        fleetOf(leader, name, project).listing.whole = { began: 0, ended: 0, isCut: false, ids: new Set() }
      }
    },
    isListing: (name) => void listing.add(name),
    async hasTrouble(name, error) {
      const account = { name, createdAt: 1 }
      await tools.store.health.set(name, afterFailure(undefined, error, { account, now: clock.now() }))
    },
    async stalls({ account, id, readAt }) {
      const key = `${account}#${project}/${id}`
      const known = await tools.store.known.get(key)
      if (known === undefined) throw new Error(`${key} is not known`)
      await tools.store.known.set(key, { ...known, stalledAt: readAt })
      leader = await loadFleet(tools.store, { error: () => undefined })
      fleetOf(leader, account, project).listing.whole = { began: 0, ended: 0, isCut: false, ids: new Set() }
    },
    losesFiles: (error) => {
      fileLoss = error
    },
    losesAccount: (name) => {
      tools.store = { ...tools.store, accounts: lossy(tools.store.accounts, name) }
    },
    addKey: (name) => tools.store.storageKeys.set(name, { name, secret: secretOf(name), ...byNobody }),
  }
}

/** A reply as a person sees it, whether it is a message or a form. */
export function shownIn(reply: DrawnReply): Message | Modal {
  if (reply.type === 'form') return reply.modal
  if (reply.type === 'form problems') throw new Error(`Problems: ${JSON.stringify(reply.problems)}`)
  return reply.message
}

export function problemsIn({ reply }: Outcome): Readonly<Record<string, string>> | undefined {
  return reply.type === 'form problems' ? reply.problems : undefined
}

export function secretOf(name: string) {
  return { accessKey: `EXAMPLE-${name}`, secretKey: `not-a-secret-of-${name}` }
}

function lossy(accounts: Collection<Account>, lost: string): Collection<Account> {
  const isLost = new Set([lost])
  return {
    ...accounts,
    async get(key) {
      if (isLost.has(key)) throw new AppError('seal_unopenable', { keyId: 'k0' })
      return accounts.get(key)
    },
    async getMany(keys) {
      const { items } = await accounts.getMany(keys.filter((key) => !isLost.has(key)))
      return { items, unreadable: keys.filter((key) => isLost.has(key)) }
    },
    async set(key, item) {
      await accounts.set(key, item)
      isLost.delete(key)
    },
    async list() {
      const { items } = await accounts.list()
      return { items: items.filter(({ name }) => !isLost.has(name)), unreadable: [...isLost] }
    },
  }
}

/** The connect form's answers for every account of the test. */
export const deskIdentity = identityOf({ credentials: keyAnswers }, huawei)

const project = projectOf({ credentials: keyAnswers }, huawei)

const byNobody = { createdBy: 'U1', createdAt: 1 }

function account(name: string) {
  return { name, provider: huawei.name, credentials: keyAnswers, facts: { region: 'cn-north-4' }, ...byNobody }
}

async function run(
  text: string,
  { user = 'U1', channel = 'C1', thread, quoted, isStranger = false, ...filled }: Typing,
  { tools, log }: { tools: Tools; log: Desk['log'] },
): Promise<Outcome> {
  const parsed = parse(text, commands)
  if (parsed.type === 'problem')
    return { reply: { type: 'message', message: problemOf(parsed.error()) }, code: parsed.error().code }
  const { command, words, flags, typed } = parsed
  const place = thread === undefined ? { door: 'typed' as const } : { door: 'mention' as const, thread }
  const origin = { workspace, user, channel, isStranger, ...place, ...defined({ quoted }) }
  const write = (level: string) => (details: object, message: string) => void log.push({ level, details, message })
  const invocation = { words, flags, typed, origin, ...filled }
  return dispatch(command, invocation, { ...tools, log: { info: write('info'), error: write('error') } })
}
