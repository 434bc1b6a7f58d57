import type { AuthorizeResult, Installation, InstallationStore } from '@slack/bolt'
import { type AuthTestResponse, type Logger, WebClient } from '@slack/web-api'
import { z } from 'zod'
import { AppError, isAppError } from '../errors.ts'
import type { Install, Store } from '../store/store.ts'
import { refusalOf } from './refusals.ts'

/** Who Ferry is in a workspace. */
export type Identity = { workspace: string; botToken: string; botUserId: string; botId?: string }

export type Installs = {
  identityOf(workspace: string): Promise<Identity>
  /** For Bolt: called with each request's workspace. */
  authorize(workspace: string | undefined): Promise<AuthorizeResult>
  /** Slack user id of whoever installed Ferry there first; undefined where nobody knows. */
  installerOf(workspace: string): Promise<string | undefined>
  /** Present when workspaces install Ferry by themselves. */
  oauthStore?: InstallationStore
  /**
   * Slack says that Ferry was removed: everything of that workspace is forgotten. Slack may say so late, when Ferry has
   * been installed again, so nothing is forgotten while the token works.
   */
  forget(workspace: string): Promise<void>
}

/** Whoever installed Ferry, and whom its operator named. */
export function firstAdminsOf(named: readonly string[], { installerOf }: Pick<Installs, 'installerOf'>) {
  return async (workspace: string): Promise<readonly string[]> => {
    const installer = await installerOf(workspace)
    return installer === undefined ? named : [...named, installer]
  }
}

/** One workspace, known from its token. Throws slack_refused when Slack does not accept it. */
export async function fixedInstall({ botToken, store, ...asking }: FixedInstall): Promise<Installs> {
  const who = await whoIs(botToken, asking)
  const identity = {
    workspace: who.team_id ?? '',
    botToken,
    botUserId: who.user_id ?? '',
    ...(who.bot_id === undefined ? {} : { botId: who.bot_id }),
  }
  const identityOf = async (workspace: string) => {
    if (workspace !== identity.workspace) throw notInstalled()
    return identity
  }
  return {
    identityOf,
    installerOf: async () => undefined,
    authorize: authorizer(identityOf),
    forget: forgetting({ store, identityOf, ...asking }),
  }
}

export type StoredInstalls = { store: Store } & Asking
export type FixedInstall = StoredInstalls & { botToken: string }
type Asking = { slackApiUrl: string; logger: Logger }

/** Many workspaces, each installed through OAuth. */
export function storedInstalls({ store, ...asking }: StoredInstalls): Installs {
  const identityOf = async (workspace: string): Promise<Identity> => {
    const stored = await store.installs.get(workspace)
    if (stored === undefined) throw notInstalled()
    const { bot } = installSchema.parse(stored)
    return { workspace, botToken: bot.token, botUserId: bot.userId, botId: bot.id }
  }
  return {
    identityOf,
    async installerOf(workspace) {
      const stored = await store.installs.get(workspace)
      return stored === undefined ? undefined : firstInstallerIn(stored)
    },
    authorize: authorizer(identityOf),
    oauthStore: {
      storeInstallation: (installation) => keepInstallation(store, installation),
      fetchInstallation: async ({ teamId, enterpriseId, isEnterpriseInstall }) => {
        const stored = await store.installs.get((isEnterpriseInstall ? enterpriseId : teamId) ?? '')
        if (stored === undefined || !isInstallation(stored)) throw notInstalled()
        return stored
      },
    },
    forget: forgetting({ store, identityOf, ...asking }),
  }
}

function whoIs(botToken: string, { slackApiUrl, logger }: Asking): Promise<AuthTestResponse> {
  const client = new WebClient(botToken, { slackApiUrl, retryConfig: { retries: 3 }, timeout: 10_000, logger })
  return client.auth.test().catch((error: unknown) => {
    throw refusalOf(error, { method: 'auth.test', isRepeatable: true })
  })
}

type Forgetting = { store: Store; identityOf: Installs['identityOf'] } & Asking

/** A token that can't be read, or that Slack says nothing about, is taken for one that works no more. */
function forgetting({ store, identityOf, ...asking }: Forgetting): Installs['forget'] {
  return async (workspace) => {
    const isAlive = await identityOf(workspace)
      .then(({ botToken }) => whoIs(botToken, asking))
      .then(
        () => true,
        () => false,
      )
    if (isAlive) return
    await store.in(workspace).purge()
    await store.installs.delete(workspace)
  }
}

const installSchema = z.looseObject({
  bot: z.looseObject({ token: z.string(), userId: z.string(), id: z.string() }),
  user: z.looseObject({ id: z.string() }).optional(),
  firstInstaller: z.string().optional(),
})

/**
 * Installing again renews the token and makes nobody an admin: in many workspaces every member may do it. One that can't
 * be read any more is mended so, and has no first installer to be kept.
 */
async function keepInstallation({ installs }: Pick<Store, 'installs'>, installation: Installation): Promise<void> {
  const workspace = workspaceIn(installation)
  const before = await installs.get(workspace).catch((error: unknown) => {
    if (isAppError(error, 'record_unreadable', 'seal_unopenable')) return undefined
    throw error
  })
  const firstInstaller = before === undefined ? installation.user.id : firstInstallerIn(before)
  await installs.set(workspace, { ...installation, ...(firstInstaller === undefined ? {} : { firstInstaller }) })
}

function firstInstallerIn(stored: Install): string | undefined {
  const { firstInstaller, user } = installSchema.parse(stored)
  return firstInstaller ?? user?.id
}

function isInstallation(stored: unknown): stored is Installation {
  return installSchema.safeParse(stored).success
}

function authorizer(identityOf: (workspace: string) => Promise<Identity>): Installs['authorize'] {
  return async (workspace) => {
    const { botToken, botUserId, botId } = await identityOf(workspace ?? '')
    return { botToken, botUserId, ...(botId === undefined ? {} : { botId }) }
  }
}

function workspaceIn({ team, enterprise, isEnterpriseInstall }: Installation): string {
  const id = isEnterpriseInstall ? enterprise?.id : team?.id
  if (id === undefined) throw new AppError('slack_refused', { method: 'oauth.v2.access', reason: 'no workspace' })
  return id
}

function notInstalled(): AppError {
  return new AppError('slack_refused', { method: 'authorize', reason: 'Ferry is not installed in this workspace' })
}
