import type { Installation } from '@slack/bolt'
import { onTestFinished } from 'vitest'
import type { FaultRequest } from '../../playground/slack/protocol.ts'
import type { LocalSlack } from '../../playground/slack/server.ts'
import { type AuditRecord, createVerifier } from '../../src/access/audit.ts'
import { fixedInstall, type Installs, storedInstalls } from '../../src/slack/install/installs.ts'
import type { Backend } from '../../src/store/backend.ts'
import type { InstallState, Store } from '../../src/store/store.ts'
import { actsIn } from '../acts.ts'
import { silent, startSlack, tokenOf } from '../playground/slack/stand.ts'
import { anAccount } from '../store/samples.ts'
import { createSqliteWorld, type ManualClock, storeOver } from '../store/world.ts'

export const team = 'T0LOCAL'
export const dayMs = 24 * 3_600_000
const graceMs = 7 * dayMs

/** A local Slack, and a store that several processes share. Both stop at the end of the test. */
export type InstallWorld = {
  slack: LocalSlack
  clock: ManualClock
  backend: Backend
  store: Store
  /** Error messages in the log. */
  errors: string[]
  /** Opens the store as another process. */
  another(): Promise<Store>
  /** The installation that Bolt reports after an install. */
  installation(user?: string): Installation<'v2', false>
  /** Installs for many workspaces. */
  stored(over?: Store): Installs
  /** Installs for many workspaces, with one installed and an account in it. */
  installed(over?: Store): Promise<Installs>
  /** Installs for one workspace, with its present token. */
  fixed(over?: Store): Promise<Installs>
  /** Removes Ferry from the workspace in Slack, without an event. */
  leave(): Promise<unknown>
  /** Damages the audit, so that nothing more can be written to it. */
  damageAudit(): Promise<unknown>
  /** Makes Slack accept this token as Ferry's. */
  grant(botToken: string): void
  /** Makes Slack answer in this way when Ferry asks about a token. */
  answers(fault: FaultRequest['fault']): void
}

export async function createInstallWorld(): Promise<InstallWorld> {
  const world = await createSqliteWorld()
  onTestFinished(world.end)
  const { clock } = world
  const backend = await world.connect()
  const store = storeOver(backend, clock)
  const slack = await startSlack()
  const errors: string[] = []
  const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => void errors.push(message) }
  const parts = { slackApiUrl: slack.apiUrl, logger: silent, clock, log, graceMs }
  const installation = (user = 'U1') => ({
    ...anInstallation,
    user: { ...anInstallation.user, id: user },
    bot: botOf(slack),
  })
  const stored = (over = store) => storedInstalls({ ...parts, store: over })
  return {
    ...{ slack, clock, backend, store, errors, installation, stored },
    another: async () => storeOver(await world.connect(), clock),
    async installed(over = store) {
      const installs = stored(over)
      await installs.oauthStore?.storeInstallation(installation())
      await over.in(team).accounts.set('prod-hw', anAccount())
      return installs
    },
    fixed: (over = store) => fixedInstall({ ...parts, store: over, botToken: tokenOf(slack) }),
    leave: () => actsIn(slack)('uninstall', { team }),
    damageAudit: async () => backend.set(`${team}/auditHeads:head`, 'damaged'),
    grant(botToken) {
      slack.world.deadTokens.delete(botToken)
      const terms = { team_id: team, installer_id: 'U1', scopes: [], refresh_token: '' }
      slack.world.installs.set(team, { ...terms, bot_token: botToken })
    },
    answers: (fault) => void slack.world.faults.push({ method: 'auth.test', times: 1000, fault }),
  }
}

const anInstallation = {
  team: { id: team, name: 'Local' },
  enterprise: undefined,
  user: { id: 'U1', token: undefined, scopes: undefined },
  tokenType: 'bot',
  isEnterpriseInstall: false,
  appId: 'A1',
  authVersion: 'v2',
} as const

function botOf(slack: LocalSlack) {
  return { token: tokenOf(slack), scopes: ['chat:write'], id: 'B1', userId: 'U0BOT' }
}

export async function stateIn(store: Store): Promise<InstallState | undefined> {
  return (await store.installs.get(team))?.state
}

/** The steps in the audit. Throws if its chain is broken. */
export async function stepsIn(store: Store): Promise<string[]> {
  const verifier = createVerifier()
  const steps: string[] = []
  for await (const record of store.in(team).audit.oldestFirst()) {
    if (verifier.check(record) !== undefined) throw new Error('The chain of the audit is broken')
    steps.push(stepOf(record))
  }
  return steps
}

function stepOf({ verb, outcome, code }: AuditRecord): string {
  return [verb, outcome, ...(code === undefined ? [] : [code])].join(' ')
}

export async function accountsIn(store: Store): Promise<number> {
  return (await store.in(team).accounts.list()).items.length
}

/** Does everything that is due, and waits for it. */
export async function tend(installs: Installs): Promise<void> {
  await installs.tend()
  await installs.stop()
}
