import { belongsTo } from './belonging.ts'
import { addChannel } from './channels.ts'
import { install, lifeOfToken } from './installs.ts'
import type { User } from './protocol.ts'
import type { ChannelSeed, OrganisationSeed, TeamSeed, UserSeed } from './settings.ts'
import type { Team, World } from './world.ts'

export const slackbotId = 'USLACKBOT'

/** Adds the organizations, teams, people and channels of the seed. */
export function settle(world: World): void {
  const { organisations, teams, users, channels, userGroups } = world.seed
  for (const organisation of organisations) settleOrganisation(world, organisation)
  for (const team of teams) settleTeam(world, team)
  world.users.set(slackbotId, bot(slackbotId, 'Slackbot', firstTeamId(world)))
  for (const [index, user] of users.entries()) settleUser(world, user, index)
  for (const channel of channels) settleChannel(world, channel)
  for (const { id, hasApp } of organisations) if (hasApp) settleInstall(world, { id, isForOrganisation: true })
  for (const team of teams) if (team.isInstalled ?? !isServed(world, team)) settleInstall(world, team)
  world.userGroups = userGroups.map((group) => ({ ...group }))
}

/** The name above the app's messages. */
export function botName({ manifest }: Pick<World, 'manifest'>): string {
  return manifest.features.bot_user?.display_name ?? manifest.display_information.name
}

function settleOrganisation(world: World, { id, name }: OrganisationSeed): void {
  const organisation = teamNamed({ id, name })
  world.organisations.set(id, organisation)
  world.users.set(organisation.bot_user_id, bot(organisation.bot_user_id, botName(world), id))
}

function settleTeam(world: World, seed: TeamSeed): void {
  const team = { ...teamNamed(seed), enterprise_id: seed.organisation }
  world.teams.set(seed.id, team)
  world.users.set(team.bot_user_id, bot(team.bot_user_id, botName(world), seed.id))
}

function teamNamed({ id, name, domain, botUserId }: Pick<TeamSeed, 'id' | 'name' | 'domain' | 'botUserId'>): Team {
  const stem = id.slice(1)
  return {
    id,
    name,
    domain: domain ?? name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    bot_user_id: botUserId ?? `U${stem}BOT`,
    bot_id: `B${stem}BOT`,
  }
}

const palette = ['#4a154b', '#1264a3', '#2eb67d', '#e01e5a', '#ecb22e', '#36c5f0', '#7c3085', '#b55400']

function settleUser(world: World, seed: UserSeed, index: number): void {
  const teamId = seed.team ?? firstTeamId(world)
  const organisation = seed.organisation ?? world.teams.get(teamId)?.enterprise_id
  world.users.set(seed.id, {
    id: seed.id,
    name: seed.name,
    real_name: seed.realName ?? seed.name,
    ...(seed.title === undefined ? {} : { title: seed.title }),
    color: palette[index % palette.length] ?? '#4a154b',
    tz: seed.tz ?? 'Etc/UTC',
    is_admin: seed.isAdmin ?? false,
    is_bot: false,
    is_restricted: seed.isRestricted ?? seed.isUltraRestricted ?? false,
    is_ultra_restricted: seed.isUltraRestricted ?? false,
    deleted: seed.isDeactivated ?? false,
    team_id: teamId,
    other_team_ids: seed.otherTeams ?? [],
    ...(organisation === undefined ? {} : { enterprise_id: organisation }),
  })
}

function settleChannel(world: World, seed: ChannelSeed): void {
  const teamId = seed.team ?? firstTeamId(world)
  const everybody = [...world.users.values()].filter((user) => belongsTo(user, teamId) && !user.is_bot)
  const botUserId = world.teams.get(teamId)?.bot_user_id
  const members = seed.members ?? everybody.map((user) => user.id)
  const withApp = seed.hasApp === false || botUserId === undefined ? members : [...members, botUserId]
  addChannel(world, {
    id: seed.id,
    name: seed.name,
    team_id: teamId,
    members: withApp,
    is_private: seed.isPrivate ?? false,
    is_archived: seed.isArchived ?? false,
  })
}

/** Whether the workspace's organization has the app for all its workspaces. */
function isServed(world: World, { organisation }: TeamSeed): boolean {
  return world.seed.organisations.some(({ id, hasApp }) => id === organisation && hasApp === true)
}

function settleInstall(world: World, seed: Pick<TeamSeed, 'id' | 'botToken'> & { isForOrganisation?: boolean }): void {
  const people = [...world.users.values()].filter(
    (user) => !user.is_bot && (belongsTo(user, seed.id) || user.enterprise_id === seed.id),
  )
  const installer = people.find((user) => user.is_admin) ?? people[0]
  install(world, {
    team_id: seed.id,
    is_enterprise_install: seed.isForOrganisation ?? false,
    bot_token: seed.botToken ?? `xoxb-local-${seed.id}`,
    scopes: [...world.manifest.oauth_config.scopes.bot],
    installer_id: installer?.id ?? slackbotId,
    refresh_token: `xoxe-1-local-${seed.id}`,
    ...lifeOfToken(world),
  })
}

function bot(id: string, name: string, teamId: string): User {
  return {
    id,
    name: name.toLowerCase(),
    real_name: name,
    color: '#0b6e4f',
    tz: 'Etc/UTC',
    is_admin: false,
    is_bot: true,
    is_restricted: false,
    team_id: teamId,
  }
}

function firstTeamId(world: World): string {
  return world.seed.teams[0]?.id ?? 'T0LOCAL'
}
