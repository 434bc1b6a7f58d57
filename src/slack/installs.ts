import type { AuthorizeResult, Installation, InstallationStore } from '@slack/bolt'
import { type Logger, WebClient } from '@slack/web-api'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { refusalOf } from './refusals.ts'

/** Who Ferry is in a workspace. */
export type Identity = { workspace: string; botToken: string; botUserId: string; botId?: string }

export type Installs = {
  identityOf(workspace: string): Promise<Identity>
  /** For Bolt: called with each request's workspace. */
  authorize(workspace: string | undefined): Promise<AuthorizeResult>
  /** Slack user id of whoever installed Ferry there; undefined where nobody knows. */
  installerOf(workspace: string): Promise<string | undefined>
  /** Present when workspaces install Ferry by themselves. */
  oauthStore?: InstallationStore
  /** Ferry was removed: everything of that workspace is forgotten. */
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
export async function fixedInstall(parts: FixedInstall): Promise<Installs> {
  const { botToken, slackApiUrl, store, logger } = parts
  const client = new WebClient(botToken, { slackApiUrl, retryConfig: { retries: 3 }, timeout: 10_000, logger })
  const who = await client.auth.test().catch((error: unknown) => {
    throw refusalOf(error, { method: 'auth.test', isRepeatable: true })
  })
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
    forget: (workspace) => store.in(workspace).purge(),
  }
}

export type FixedInstall = { botToken: string; slackApiUrl: string; store: Store; logger: Logger }

/** Many workspaces, each installed through OAuth. */
export function storedInstalls(store: Store): Installs {
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
      return stored === undefined ? undefined : installSchema.parse(stored).user?.id
    },
    authorize: authorizer(identityOf),
    oauthStore: {
      storeInstallation: async (installation) => store.installs.set(workspaceIn(installation), { ...installation }),
      fetchInstallation: async ({ teamId, enterpriseId, isEnterpriseInstall }) => {
        const stored = await store.installs.get((isEnterpriseInstall ? enterpriseId : teamId) ?? '')
        if (stored === undefined || !isInstallation(stored)) throw notInstalled()
        return stored
      },
    },
    forget: async (workspace) => {
      await store.in(workspace).purge()
      await store.installs.delete(workspace)
    },
  }
}

const installSchema = z.looseObject({
  bot: z.looseObject({ token: z.string(), userId: z.string(), id: z.string() }),
  user: z.looseObject({ id: z.string() }).optional(),
})

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
