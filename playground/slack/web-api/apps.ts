import { organisationOf } from '../belonging.ts'
import { validateMessage, validateView } from '../blockkit/validate.ts'
import { emit } from '../events.ts'
import { teamOf, uninstall } from '../installs.ts'
import { isRecord, type Json } from '../json.ts'
import { findMessage } from '../messages.ts'
import type { Platform } from '../platform.ts'
import { refuse } from '../refusal.ts'
import { changed } from '../world.ts'
import { requiredArg } from './args.ts'
import { type BotCall, bot, type Call, type Methods } from './method.ts'
import { joinedChannelArg } from './place.ts'

export const appMethods: Methods = {
  'api.test': { token: 'none', run: ({ args }) => ({ args }) },
  'auth.test': bot([], authTest),
  'auth.revoke': bot([], revoke),
  'apps.connections.open': { token: 'app', run: openConnection },
  'apps.uninstall': bot([], uninstallByApp),
  'blocks.validate': bot([], validateBlocks),
  'reactions.add': bot(['reactions:write'], addReaction),
}

/** Removes the app from a workspace and tells it, whoever asked for the removal. */
export async function removeApp(platform: Platform, teamId: string): Promise<void> {
  const grant = uninstall(platform.world, teamId, 'account_inactive')
  if (grant === undefined) return
  changed(platform.world)
  const { bot_user_id } = teamOf(platform.world, grant)
  await Promise.all([
    emit(platform, grant, { type: 'tokens_revoked', tokens: { oauth: [], bot: [bot_user_id] } }),
    emit(platform, grant, { type: 'app_uninstalled' }),
  ])
}

/** Answers `auth.test`. With an organization's token, the team is the organization. */
function authTest({ world, grant }: BotCall): Json {
  const team = teamOf(world, grant)
  const organisation = organisationOf(world, team.id)
  return {
    url: `${world.origin}/`,
    team: team.name,
    ...(organisation === undefined ? {} : { enterprise_id: organisation.id }),
    user: world.users.get(team.bot_user_id)?.name,
    team_id: team.id,
    user_id: team.bot_user_id,
    bot_id: team.bot_id,
    is_enterprise_install: grant.is_enterprise_install ?? false,
  }
}

function revoke({ platform, world, grant, args }: BotCall): Json {
  if (args.test === true || args.test === 'true') return { revoked: false }
  uninstall(world, grant.team_id, 'token_revoked')
  const { bot_user_id } = teamOf(world, grant)
  void emit(platform, grant, { type: 'tokens_revoked', tokens: { oauth: [], bot: [bot_user_id] } })
  return { revoked: true }
}

function uninstallByApp({ platform, world, grant, args }: BotCall): Json {
  const { clientId, clientSecret } = world.seed.app
  if (requiredArg(args, 'client_id') !== clientId) return refuse('invalid_client_id')
  if (requiredArg(args, 'client_secret') !== clientSecret) return refuse('bad_client_secret')
  void removeApp(platform, grant.team_id)
  return {}
}

/** Answers `apps.connections.open`. The method's page names no error for an app whose Socket Mode is off. */
function openConnection({ platform, world }: Call): Json {
  if (!world.manifest.settings.socket_mode_enabled) return refuse('access_denied')
  return { url: platform.courier.sockets.ticket(world.origin) }
}

function validateBlocks({ args }: BotCall): Json {
  const message = isRecord(args.message) ? args.message : { blocks: args.blocks }
  const errors = args.view === undefined ? validateMessage({ text: ' ', ...message }) : validateView(args.view)
  return errors.length === 0 ? {} : refuse('invalid_blocks', { errors })
}

function addReaction(call: BotCall): Json {
  const { world, install, args } = call
  const channel = joinedChannelArg(call)
  const ts = requiredArg(args, 'timestamp')
  if (findMessage(world, channel.id, ts) === undefined) return refuse('message_not_found')
  const marks = world.reactions.get(`${channel.id}/${ts}`) ?? new Set()
  const mark = `${requiredArg(args, 'name')}:${teamOf(world, install).bot_user_id}`
  if (marks.has(mark)) return refuse('already_reacted')
  world.reactions.set(`${channel.id}/${ts}`, marks.add(mark))
  changed(world)
  return {}
}
