import { createHash } from 'node:crypto'
import type { AuthorizeResult, Installation, InstallationStore } from '@slack/bolt'
import { z } from 'zod'
import { defined } from '../../defined.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import type { Install, Store } from '../../store/store.ts'
import { createInstallKeeper, type InstallKeeper, type KeeperParts } from './keeper.ts'
import type { Identity } from './record.ts'
import { isServed } from './state.ts'
import { type Asking, askAbout, whoIs } from './tokens.ts'

/** Where Ferry is installed, as which bot user, and with which token. */
export type Installs = Omit<InstallKeeper, 'install'> & {
  /** The token for calls to Slack. Throws slack_token_refused if Slack is known to refuse it, or Ferry was removed. */
  tokenOf(workspace: string): Promise<string>
  /**
   * Gives Bolt the token of a signed request's workspace. A token that Slack refuses is given all the same, because
   * answering a command needs none; Slack is asked about it again, and `tokenOf` waits for the answer.
   */
  authorize(workspace: string | undefined): Promise<AuthorizeResult>
  /** Ids of all workspaces in which Ferry is or was installed. */
  workspaces(): Promise<string[]>
  /** Slack user id of the person who first installed Ferry in a workspace. Undefined if that is not known. */
  installerOf(workspace: string): Promise<string | undefined>
  /** Present if workspaces install Ferry by themselves. */
  oauthStore?: InstallationStore
}

/** The first admins of a workspace: the person who installed Ferry, and those whom its operator named. */
export function firstAdminsOf(named: readonly string[], { installerOf }: Pick<Installs, 'installerOf'>) {
  return async (workspace: string): Promise<readonly string[]> => {
    const installer = await installerOf(workspace)
    return installer === undefined ? named : [...named, installer]
  }
}

/** Opens the installs. With a fixed token, asks Slack whose it is; throws slack_refused if Slack does not accept it. */
export async function openInstalls(auth: Auth, parts: StoredInstalls): Promise<Installs> {
  return auth.type === 'oauth' ? storedInstalls(parts) : fixedInstall({ ...parts, botToken: auth.botToken })
}
type Auth = { type: 'oauth' } | { type: 'token'; botToken: string }

export type StoredInstalls = { store: Store } & Asking & Pick<KeeperParts, 'graceMs' | 'clock' | 'log'>
export type FixedInstall = StoredInstalls & { botToken: string }

/**
 * The install of one workspace, found out from its fixed token. Throws slack_refused if Slack does not accept the
 * token. Its record holds the state only; another process may have a record of an earlier token.
 */
export async function fixedInstall({ botToken, store, slackApiUrl, logger, ...rest }: FixedInstall): Promise<Installs> {
  const who = await whoIs(botToken, { slackApiUrl, logger, retries: 3 })
  const workspace = who.team_id ?? ''
  const bot = who.bot_id === undefined ? {} : { botId: who.bot_id }
  const identity = { workspace, botToken, botUserId: who.user_id ?? '', ...bot }
  const tokenDigest = digestOf(botToken)
  const keeper = createInstallKeeper({
    ...rest,
    store,
    workspaces: async () => [workspace],
    identityIn: (_, install) => (install.tokenDigest === tokenDigest ? identity : undefined),
    ask: (token) => askAbout(token, { slackApiUrl, logger }),
  })
  await keeper.install(workspace, {
    user: identity.botUserId,
    renew: (before) => ({ state: { type: 'active' }, tokenDigest, ...defined({ toldOfScopes: before?.toldOfScopes }) }),
    isSilent: (before) => before === undefined || before.state.type === 'active',
  })
  const identityOf = async (asked: string) => {
    if (asked !== workspace) throw notInstalled()
    return identity
  }
  return {
    ...keeper,
    workspaces: async () => [workspace],
    async tokenOf(asked) {
      const { botToken: token } = await identityOf(asked)
      await keeper.answered(workspace)
      if (!keeper.isServed(workspace)) throw refused(keeper.troubled()[0]?.state)
      return token
    },
    installerOf: async () => undefined,
    authorize: authorizer(keeper, identityOf),
  }
}

/** The installs of many workspaces, each through OAuth. */
export function storedInstalls({ store, slackApiUrl, logger, ...rest }: StoredInstalls): Installs {
  const keeper = createInstallKeeper({
    ...rest,
    store,
    workspaces: store.workspaces,
    identityIn,
    ask: (token) => askAbout(token, { slackApiUrl, logger }),
  })
  const read = new Map<string, Install>()
  /** The install; the one that was read last if the store is another one now, so that people can be told. */
  const latest = async (workspace: string) => {
    try {
      const install = await store.installs.get(workspace)
      if (install === undefined) read.delete(workspace)
      else read.set(workspace, install)
      return install
    } catch (error) {
      if (!isAppError(error, 'store_changed')) throw error
      return read.get(workspace)
    }
  }
  const presentIn = async (workspace: string) => {
    const install = await latest(workspace)
    if (install === undefined || isOver(install)) throw notInstalled()
    const identity = identityIn(workspace, install)
    if (identity === undefined) throw notInstalled()
    return { install, identity }
  }
  return {
    ...keeper,
    workspaces: store.workspaces,
    async tokenOf(workspace) {
      await keeper.answered(workspace)
      const install = await latest(workspace)
      if (install !== undefined && !isServed(install.state)) throw refused(install.state)
      const identity = install && identityIn(workspace, install)
      if (identity === undefined) throw notInstalled()
      return identity.botToken
    },
    async installerOf(workspace) {
      const install = await latest(workspace)
      return install && firstInstallerIn(install)
    },
    authorize: authorizer(keeper, async (workspace) => (await presentIn(workspace)).identity),
    oauthStore: {
      storeInstallation: (installation) => keepInstallation(keeper, installation),
      fetchInstallation: async ({ teamId }) => {
        const { install } = await presentIn(teamId ?? '')
        if (!isInstallation(install)) throw notInstalled()
        return install
      },
    },
  }
}

const installSchema = z.looseObject({
  bot: z.looseObject({ token: z.string(), userId: z.string(), id: z.string() }),
  user: z.looseObject({ id: z.string() }).optional(),
})

function identityIn(workspace: string, install: Install): Identity | undefined {
  const { data } = installSchema.safeParse(install)
  return data && { workspace, botToken: data.bot.token, botUserId: data.bot.userId, botId: data.bot.id }
}

/**
 * Stores an installation. Installing again renews the token and makes nobody an admin, because in many workspaces every
 * member may install.
 */
async function keepInstallation(keeper: InstallKeeper, installation: Installation): Promise<void> {
  await keeper.install(workspaceIn(installation), {
    user: installation.user.id,
    renew(before) {
      const isFirst = before === undefined || before.state.type === 'purged'
      const firstInstaller = isFirst ? installation.user.id : firstInstallerIn(before)
      return { ...installation, state: { type: 'active' }, ...defined({ firstInstaller }) }
    },
  })
}

function firstInstallerIn(install: Install): string | undefined {
  return install.firstInstaller ?? installSchema.safeParse(install).data?.user?.id
}

function isInstallation(install: unknown): install is Installation {
  return installSchema.safeParse(install).success
}

function isOver({ state }: Install): boolean {
  return state.type === 'removed' || state.type === 'purged'
}

function authorizer(
  { requested }: Pick<InstallKeeper, 'requested'>,
  identityOf: (workspace: string) => Promise<Identity>,
): Installs['authorize'] {
  return async (workspace = '') => {
    requested(workspace)
    const { botToken, botUserId, botId, workspace: teamId } = await identityOf(workspace)
    return { teamId, botToken, botUserId, ...defined({ botId }) }
  }
}

function workspaceIn({ team, isEnterpriseInstall }: Installation): string {
  const id = isEnterpriseInstall ? undefined : team?.id
  if (id === undefined) throw new AppError('slack_refused', { method: 'oauth.v2.access', reason: 'no workspace' })
  return id
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function notInstalled(): AppError {
  return new AppError('slack_refused', { method: 'authorize', reason: 'Ferry is not installed in this workspace' })
}

function refused(state: Install['state'] | undefined): AppError {
  const reason = state !== undefined && 'reason' in state ? state.reason : 'app removed'
  return new AppError('slack_token_refused', { reason })
}
