import { steadyBeside } from '../../async/clock.ts'
import { inTime } from '../../async/in-time.ts'
import { createSingleFlight } from '../../async/single-flight.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Install, InstallState, Store } from '../../store/store.ts'
import { lackedScopes } from '../client/surface.ts'
import { createRecheck, type Recheck } from './recheck.ts'
import { noteFact, noteInstall, purgeInstall, type RecordParts, type Renewal, tellOnce, type Untold } from './record.ts'
import { isServed, purgeDueAt } from './state.ts'
import type { TokenAnswer } from './tokens.ts'

/** Keeps the record of Ferry's installation in each workspace, and removes the data of a workspace that Ferry left. */
export type InstallKeeper = {
  /** Slack says that the token was revoked, or Ferry removed. Writes that down, then asks Slack about the token. */
  hear(workspace: string, what: 'revoked' | 'uninstalled'): Promise<void>
  /** Asks Slack about a workspace's token, and acts on the answer. Never rejects. */
  verify(workspace: string): Promise<void>
  /**
   * Hears of a signed request from a workspace. If Slack refuses the token there, asks Slack again in the background, at
   * most once in a few seconds.
   */
  requested(workspace: string): void
  /** Waits, but not for long, for the answer if Slack is being asked about a token that does not work. */
  answered(workspace: string): Promise<void>
  /** Records that Ferry has a token that works. */
  install(workspace: string, renewal: Renewal): Promise<void>
  /** Reads the state of all installs. Work that is due goes on in the background. Never rejects. */
  tend(): Promise<void>
  /** Hears of each workspace in which Ferry works again: its token is accepted, or it was installed again. */
  whenServedAgain(hear: (workspace: string) => void): void
  /** Hears of each workspace whose token works and lacks optional scopes: of those known by now, and of others later. */
  whenLacking(hear: Lacking): void
  /** Has a workspace's admins told of missing optional scopes, unless they were told of the same ones before. */
  tellOnce(workspace: string, untold: Untold): Promise<void>
  /** Whether Ferry should ask or post anything in a workspace. */
  isServed(workspace: string): boolean
  /** Workspaces whose token Slack refuses, or that removed Ferry, as far as this process knows. */
  troubled(): readonly TroubledInstall[]
  /** Waits for work in progress, and begins nothing new. */
  stop(): Promise<void>
}
type Lacking = (workspace: string, scopes: readonly string[]) => void
export type TroubledInstall = { workspace: string; state: Exclude<InstallState, { type: 'active' }> }

export type KeeperParts = Omit<RecordParts, 'store' | 'onState'> & {
  store: Pick<Store, 'installs' | 'in' | 'claim'>
  /** Ids of all workspaces that have records. */
  workspaces(): Promise<string[]>
  ask(botToken: string): Promise<TokenAnswer>
}

export function createInstallKeeper(given: KeeperParts): InstallKeeper {
  const troubled = new Map<string, TroubledInstall>()
  const listeners = new Set<(workspace: string) => void>()
  const lacking = createLacking()
  const serves = (workspace: string) => isServed(troubled.get(workspace)?.state ?? { type: 'active' })
  const parts = {
    ...given,
    onGranted: lacking.note,
    onState(workspace: string, state: InstallState) {
      const wasServed = serves(workspace)
      if (state.type === 'active') troubled.delete(workspace)
      else troubled.set(workspace, { workspace, state })
      recheck.note(workspace, isServed(state))
      if (!wasServed && isServed(state)) for (const hear of listeners) hear(workspace)
    },
  }
  const works = createWorks(parts)
  const nameOf = (workspace: string) => `verify ${workspace}`
  const verify = (workspace: string) => works.once(nameOf(workspace), () => askAndNote(parts, workspace))
  const recheck = createRecheck({ time: steadyBeside(given.clock), isServed: serves, verify })

  return {
    async hear(workspace, what) {
      await persistently(parts, () => noteFact(parts, workspace, { fact: { type: 'told', what } }))
      // A question to Slack that was asked before the event may get an outdated answer, so it is asked again.
      await works.current(nameOf(workspace))
      await verify(workspace)
    },
    verify,
    requested: recheck.requested,
    async answered(workspace) {
      const asking = works.current(nameOf(workspace))
      if (asking === undefined || serves(workspace)) return
      await inTime(asking, { ms: patienceMs, clock: given.clock, late: undefined })
    },
    install: (workspace, renewal) => noteInstall(parts, workspace, renewal),
    tend: () =>
      works.once('read', async () => {
        const all = await readAll(parts)
        const { pauseMs } = recheck
        void works.once('work', () => workThrough(parts, all, { verify, pauseMs, isEnding: works.isEnding }))
      }),
    whenServedAgain: (hear) => void listeners.add(hear),
    whenLacking: lacking.listen,
    tellOnce: (workspace, untold) => tellOnce(parts, workspace, untold),
    isServed: serves,
    troubled: () => [...troubled.values()].filter(({ state }) => state.type !== 'doubted'),
    stop: works.stop,
  }
}

/** The workspaces whose tokens lack optional scopes, and who wants to hear of them. */
function createLacking() {
  const known = new Map<string, readonly string[]>()
  const listeners = new Set<Lacking>()
  return {
    note(workspace: string, granted: readonly string[] | undefined) {
      // A missing header proves nothing: a proxy may have removed it.
      const scopes = granted === undefined ? [] : lackedScopes(granted)
      if (scopes.length === 0) return void known.delete(workspace)
      if (known.get(workspace)?.join() === scopes.join()) return
      known.set(workspace, scopes)
      for (const hear of listeners) hear(workspace, scopes)
    },
    listen(hear: Lacking) {
      listeners.add(hear)
      for (const [workspace, scopes] of known) hear(workspace, scopes)
    },
  }
}

/** Pieces of work with names, whose failures are logged. None is begun once Ferry stops. */
function createWorks({ log }: Pick<KeeperParts, 'log'>) {
  const works = createSingleFlight()
  let isEnding = false
  return {
    current: works.current,
    async once(name: string, work: () => Promise<void>): Promise<void> {
      if (isEnding) return works.current(name)
      return works.run(name, () =>
        work().catch((error: unknown) => log.error({ name, err: error }, 'An install could not be looked after')),
      )
    },
    isEnding: () => isEnding,
    async stop() {
      isEnding = true
      await works.idle()
    },
  }
}

/** How long a request waits for Slack's answer about the token, in milliseconds: a form must be answered in three seconds. */
const patienceMs = 1500

type Keeping = KeeperParts & RecordParts & { onGranted(workspace: string, scopes: readonly string[] | undefined): void }
type Found = ReadonlyMap<string, Install>

async function readAll(parts: Keeping): Promise<Found> {
  const { items } = await parts.store.installs.getMany(await parts.workspaces())
  for (const [workspace, { state }] of items) parts.onState(workspace, state)
  return items
}

/**
 * How long until Slack is asked again about a token, in milliseconds, by state. For a refused token the pause grows. One
 * replica asks for all.
 */
const pausesMs = { active: 3_600_000, doubted: 60_000, removed: 600_000 } as const

async function workThrough(
  parts: Keeping,
  all: Found,
  { verify, pauseMs, isEnding }: Pick<Recheck, 'pauseMs'> & Pick<InstallKeeper, 'verify'> & { isEnding(): boolean },
): Promise<void> {
  for (const [workspace, { state }] of all) {
    if (isEnding()) return
    if (state.type === 'purged') continue
    const dueAt = purgeDueAt(state, parts.graceMs)
    if (dueAt !== undefined && dueAt > parts.clock.now()) continue
    // The claim is never released: its expiry is the pause.
    const turn =
      state.type === 'refused'
        ? await parts.store.claim(`token:refused:${workspace}:${state.since}`, pauseMs(workspace))
        : await parts.store.claim(`token:${state.type}:${workspace}`, pausesMs[state.type])
    if (turn !== undefined) await verify(workspace)
  }
}

/**
 * Asks Slack about a token, records the answer, and removes the workspace's data if that is due. Slack is asked again
 * before a removal, because its settings may have been corrected since.
 */
async function askAndNote(parts: Keeping, workspace: string): Promise<void> {
  const install = await parts.store.installs.get(workspace)
  const identity = install && parts.identityIn(workspace, install)
  if (identity === undefined) return
  const answer = await parts.ask(identity.botToken)
  switch (answer.type) {
    case 'unknown':
      return parts.log.warn(
        { workspace, err: answer.error },
        'Slack does not say whether a token works; asking again later',
      )
    case 'works':
      parts.onGranted(workspace, answer.scopes)
      return noteFact(parts, workspace, { fact: { type: 'works' }, ofToken: identity.botToken })
    case 'refused':
      await noteFact(parts, workspace, { fact: answer, ofToken: identity.botToken })
      if (answer.isGone) await purgeInstall(parts, workspace, identity.botToken)
  }
}

const tries = 10
const pauseBetweenTriesMs = 3000

/**
 * Repeats work that fails, because Slack does not repeat an event that was acknowledged: it must not be lost if the
 * store is briefly away.
 */
async function persistently({ clock }: Keeping, work: () => Promise<void>): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      return await work()
    } catch (error) {
      if (left <= 1 || !isAppError(error, 'store_unavailable')) throw error
      await clock.sleep(pauseBetweenTriesMs)
    }
  }
}
