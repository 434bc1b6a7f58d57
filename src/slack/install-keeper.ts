import { isAppError } from '../errors.ts'
import type { Install, InstallState, Store } from '../store/store.ts'
import { noteFact, noteInstall, purgeInstall, type RecordParts, type Renewal } from './install-record.ts'
import { isServed, purgeDueAt } from './install-state.ts'
import type { TokenAnswer } from './tokens.ts'

/** Keeps what is known of Ferry's place in each workspace, and removes what belongs to one that it left. */
export type InstallKeeper = {
  /** Slack says that the token was revoked, or Ferry removed. Only a question to Slack follows from that. */
  hear(workspace: string, what: 'revoked' | 'uninstalled'): Promise<void>
  /** Asks Slack about the token, and acts on the answer. Never rejects. */
  verify(workspace: string): Promise<void>
  /** There is a token that works. */
  install(workspace: string, renewal: Renewal): Promise<void>
  /** Reads how all stand; what is due of it goes on by itself afterwards. Never rejects. */
  tend(): Promise<void>
  /** Whether anything should be asked or said there. */
  isServed(workspace: string): boolean
  /** Workspaces whose token Slack refuses, or that Ferry was removed from, as this process last heard. */
  troubled(): readonly TroubledInstall[]
  /** Lets what was begun come to its end. */
  stop(): Promise<void>
}
export type TroubledInstall = { workspace: string; state: Exclude<InstallState, { type: 'active' }> }

export type KeeperParts = Omit<RecordParts, 'store' | 'onState'> & {
  store: Pick<Store, 'installs' | 'in' | 'claim'>
  /** Ids of all workspaces that there are records of. */
  workspaces(): Promise<string[]>
  ask(botToken: string): Promise<TokenAnswer>
}

export function createInstallKeeper(given: KeeperParts): InstallKeeper {
  const troubled = new Map<string, TroubledInstall>()
  const onState = (workspace: string, state: InstallState) => {
    if (state.type === 'active') troubled.delete(workspace)
    else troubled.set(workspace, { workspace, state })
  }
  const parts = { ...given, onState }
  const running = new Map<string, Promise<void>>()
  let isEnding = false

  /** One at a time of each name; whoever comes meanwhile waits for that one. */
  function once(name: string, work: () => Promise<void>): Promise<void> {
    const current = running.get(name)
    if (current !== undefined || isEnding) return current ?? Promise.resolve()
    const begun = work()
      .catch((error: unknown) => parts.log.error({ name, err: error }, 'An install could not be looked after'))
      .finally(() => running.delete(name))
    running.set(name, begun)
    return begun
  }
  const verify = (workspace: string) => once(`verify ${workspace}`, () => askAndNote(parts, workspace))

  return {
    async hear(workspace, what) {
      await persistently(parts, () => noteFact(parts, workspace, { fact: { type: 'told', what } }))
      // A question that is already on its way may be answered for what was known before.
      await running.get(`verify ${workspace}`)
      await verify(workspace)
    },
    verify,
    install: (workspace, renewal) => noteInstall(parts, workspace, renewal),
    tend: () =>
      once('read', async () => {
        const all = await readAll(parts)
        void once('work', () => workThrough(parts, all, { verify, isEnding: () => isEnding }))
      }),
    isServed: (workspace) => isServed(troubled.get(workspace)?.state ?? { type: 'active' }),
    troubled: () => [...troubled.values()].filter(({ state }) => state.type !== 'doubted'),
    async stop() {
      isEnding = true
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}

type Keeping = KeeperParts & RecordParts
type Found = ReadonlyMap<string, Install>

async function readAll(parts: Keeping): Promise<Found> {
  const { items } = await parts.store.installs.getMany(await parts.workspaces())
  for (const [workspace, { state }] of items) parts.onState(workspace, state)
  return items
}

/** How long until Slack is asked again about a token, by one replica for all. */
const pauseMs = { active: 3_600_000, doubted: 60_000, refused: 600_000, removed: 600_000 } as const

async function workThrough(
  parts: Keeping,
  all: Found,
  { verify, isEnding }: { verify: InstallKeeper['verify']; isEnding(): boolean },
): Promise<void> {
  for (const [workspace, { state }] of all) {
    if (isEnding()) return
    if (state.type === 'purged') continue
    const dueAt = purgeDueAt(state, parts.graceMs)
    if (dueAt !== undefined && dueAt > parts.clock.now()) continue
    // Never given back: it is the pause.
    const turn = await parts.store.claim(`token:${state.type}:${workspace}`, pauseMs[state.type])
    if (turn !== undefined) await verify(workspace)
  }
}

/** Before data is removed, Slack is asked once more: what it said a week ago may have been mended in its own settings. */
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
      return noteFact(parts, workspace, { fact: { type: 'works' }, ofToken: identity.botToken })
    case 'refused':
      await noteFact(parts, workspace, { fact: answer, ofToken: identity.botToken })
      if (answer.isGone) await purgeInstall(parts, workspace, identity.botToken)
  }
}

const tries = 10
const pauseBetweenTriesMs = 3000

/** Slack does not repeat what it was told had arrived: a store that is away for a moment must not lose it. */
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
