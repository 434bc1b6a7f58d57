import { addChannel } from './channels.ts'
import { install } from './installs.ts'
import type { User } from './protocol.ts'
import type { ChannelSeed, TeamSeed, UserSeed } from './settings.ts'
import type { World } from './world.ts'

export const slackbotId = 'USLACKBOT'

/** Moves the seed's teams, people and channels in. */
export function settle(world: World): void {
  const { teams, users, channels, userGroups } = world.seed
  for (const team of teams) settleTeam(world, team)
  world.users.set(slackbotId, bot(slackbotId, 'Slackbot', firstTeamId(world)))
  for (const [index, user] of users.entries()) settleUser(world, user, index)
  for (const channel of channels) settleChannel(world, channel)
  for (const team of teams) if (team.isInstalled !== false) settleInstall(world, team)
  world.userGroups = userGroups.map((group) => ({ ...group }))
}

function settleTeam(world: World, seed: TeamSeed): void {
  const stem = seed.id.slice(1)
  const botUserId = seed.botUserId ?? `U${stem}BOT`
  world.teams.set(seed.id, {
    id: seed.id,
    name: seed.name,
    domain: seed.domain ?? seed.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    bot_user_id: botUserId,
    bot_id: `B${stem}BOT`,
  })
  world.users.set(botUserId, bot(botUserId, world.seed.app.name, seed.id))
}

const palette = ['#4a154b', '#1264a3', '#2eb67d', '#e01e5a', '#ecb22e', '#36c5f0', '#7c3085', '#b55400']

function settleUser(world: World, seed: UserSeed, index: number): void {
  world.users.set(seed.id, {
    id: seed.id,
    name: seed.name,
    real_name: seed.realName ?? seed.name,
    color: palette[index % palette.length] ?? '#4a154b',
    tz: seed.tz ?? 'Etc/UTC',
    is_admin: seed.isAdmin ?? false,
    is_bot: false,
    is_restricted: seed.isRestricted ?? false,
    team_id: seed.team ?? firstTeamId(world),
  })
}

function settleChannel(world: World, seed: ChannelSeed): void {
  const teamId = seed.team ?? firstTeamId(world)
  const everybody = [...world.users.values()].filter((user) => user.team_id === teamId && !user.is_bot)
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

function settleInstall(world: World, seed: TeamSeed): void {
  const people = [...world.users.values()].filter((user) => user.team_id === seed.id && !user.is_bot)
  const installer = people.find((user) => user.is_admin) ?? people[0]
  install(world, {
    team_id: seed.id,
    bot_token: seed.botToken ?? `xoxb-local-${seed.id}`,
    scopes: [...world.seed.app.scopes],
    installer_id: installer?.id ?? slackbotId,
    refresh_token: `xoxe-1-local-${seed.id}`,
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
