import { belongsTo, isStrangerTo, organisationOf } from '../belonging.ts'
import { teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import type { User } from '../protocol.ts'
import { refuse } from '../refusal.ts'
import { botName } from '../seeding.ts'
import type { UserGroupSeed } from '../settings.ts'
import { userGroupsOf } from '../user-groups.ts'
import type { World } from '../world.ts'
import { requireTeam } from './acting-in.ts'
import { requiredArg, textArg } from './args.ts'
import { type BotCall, bot, type Methods } from './method.ts'
import { page } from './paging.ts'
import { userArg } from './place.ts'

export const userMethods: Methods = {
  'users.info': bot(['users:read'], (call) => ({ user: apiUser(call.world, call.install.team_id, userArg(call)) })),
  'users.list': bot(['users:read'], listUsers),
  'users.profile.get': bot(['users.profile:read'], (call) => ({ profile: profileOf(profileOwner(call)) })),
  'usergroups.list': bot(['usergroups:read'], listGroups),
  'usergroups.users.list': bot(['usergroups:read'], listGroupUsers),
  'bots.info': bot(['users:read'], botInfo),
  'team.info': bot(['team:read'], teamInfo),
}

/**
 * A user in the response. People from Slack Connect have their own team, and are only strangers without a shared
 * channel.
 */
function apiUser(world: World, teamId: string, user: User): Json {
  return {
    id: user.id,
    team_id: user.team_id,
    name: user.name,
    real_name: user.real_name,
    deleted: user.deleted ?? false,
    color: user.color.replace('#', ''),
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: offsetSeconds(user.tz, world.clock.now()),
    profile: profileOf(user),
    is_admin: user.is_admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.is_restricted,
    is_ultra_restricted: user.is_ultra_restricted ?? false,
    is_bot: user.is_bot,
    is_app_user: false,
    is_stranger: isStrangerTo(world, teamId, user) && !sharesChannel(world, teamId, user),
    updated: 0,
    enterprise_user: enterpriseUser(world, user),
  }
}

/**
 * Further fields in users.info for a member of an organization (slackapi/java-slack-sdk,
 * json-logs/samples/api/users.info.json).
 */
function enterpriseUser(world: World, user: User): Json | undefined {
  if (user.enterprise_id === undefined) return undefined
  return {
    id: user.id,
    enterprise_id: user.enterprise_id,
    enterprise_name: organisationOf(world, user.enterprise_id)?.name ?? user.enterprise_id,
    is_admin: false,
    is_owner: false,
    teams: [user.team_id, ...(user.other_team_ids ?? [])],
  }
}

function sharesChannel({ channels }: World, teamId: string, { id }: User): boolean {
  return [...channels.values()].some(({ team_id, members }) => team_id === teamId && members.includes(id))
}

function profileOf(user: User): Json {
  return { real_name: user.real_name, display_name: user.name, team: user.team_id, status_text: '', status_emoji: '' }
}

function profileOwner(call: BotCall): User {
  const userId = textArg(call.args, 'user') ?? teamOf(call.world, call.install).bot_user_id
  return call.world.users.get(userId) ?? refuse('user_not_found')
}

function listUsers(call: BotCall): Json {
  requireTeam(call)
  const { world, install, args } = call
  const users = [...world.users.values()].filter((user) => belongsTo(user, install.team_id))
  const { items, response_metadata } = page(users, (user) => user.id, args)
  return { members: items.map((user) => apiUser(world, install.team_id, user)), response_metadata }
}

function listGroups(call: BotCall): Json {
  requireTeam(call)
  return { usergroups: groupsOf(call).map(apiGroup) }
}

function groupsOf({ world, install }: BotCall): UserGroupSeed[] {
  return userGroupsOf(world, { id: install.team_id })
}

function apiGroup(group: UserGroupSeed): Json {
  return { id: group.id, handle: group.handle, name: group.name, users: group.users, user_count: group.users.length }
}

function listGroupUsers(call: BotCall): Json {
  requireTeam(call)
  const id = requiredArg(call.args, 'usergroup')
  const group = groupsOf(call).find((candidate) => candidate.id === id) ?? refuse('no_such_subteam')
  return { users: group.users }
}

function botInfo(call: BotCall): Json {
  const team = teamOf(call.world, call.install)
  const asked = textArg(call.args, 'bot') ?? team.bot_id
  if (asked !== team.bot_id) return refuse('bot_not_found')
  const { id } = call.world.seed.app
  const name = botName(call.world)
  return { bot: { id: team.bot_id, deleted: false, name, updated: 0, app_id: id, user_id: team.bot_user_id } }
}

function teamInfo(call: BotCall): Json {
  const team = teamOf(call.world, call.install)
  return { team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', icon: {} } }
}

/** Seconds east of UTC at a time. */
function offsetSeconds(timeZone: string, atMs: number): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(atMs).find((part) => part.type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? []
  const seconds = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60
  return sign === '-' ? -seconds : seconds
}
