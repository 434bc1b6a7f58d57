import { belongsTo, teamsWithin } from './belonging.ts'
import { openDirectMessage } from './channels.ts'
import type { Install, Team, World } from './world.ts'

/** Installs the app in a workspace or an organization. An older token there stops working. */
export function install(world: World, grant: Install): void {
  const earlier = world.installs.get(grant.team_id)
  if (earlier !== undefined && earlier.bot_token !== grant.bot_token) {
    world.deadTokens.set(earlier.bot_token, 'token_revoked')
  }
  world.deadTokens.delete(grant.bot_token)
  world.installs.set(grant.team_id, grant)
  for (const team of teamsWithin(world, grant.team_id)) {
    if (grant.is_enterprise_install === true) adoptBot(world, team, teamOf(world, grant))
    for (const user of world.users.values()) {
      if (belongsTo(user, team.id) && !user.is_bot) openDirectMessage(world, team.id, user.id)
    }
  }
}

const tokenLifeSeconds = 43_200

/** When a token issued now expires, if the app's tokens rotate. */
export function lifeOfToken({ manifest, clock }: Pick<World, 'manifest' | 'clock'>): Pick<Install, 'expires_at'> {
  const rotates = manifest.settings.token_rotation_enabled
  return rotates ? { expires_at: Math.floor(clock.now() / 1000) + tokenLifeSeconds } : {}
}

/** Removes the app. Its token is answered with `error` from now on. */
export function uninstall(world: World, teamId: string, error: string): Install | undefined {
  const grant = world.installs.get(teamId)
  if (grant === undefined) return undefined
  world.installs.delete(teamId)
  world.deadTokens.set(grant.bot_token, error)
  return grant
}

export function installOfToken(world: World, token: string): Install | undefined {
  return [...world.installs.values()].find((grant) => grant.bot_token === token)
}

/** The team of an install or channel, which always exists. For an organization's install, it is the organization. */
export function teamOf(world: World, owner: { team_id: string }): Team {
  const team = world.teams.get(owner.team_id) ?? world.organisations.get(owner.team_id)
  if (team === undefined) throw new Error(`No team ${owner.team_id} in this world`)
  return team
}

/** Whether a user id is the app's own in that team. */
export function isApp(world: World, teamId: string, userId: string): boolean {
  return world.teams.get(teamId)?.bot_user_id === userId
}

/** Makes the app the same user in every workspace of an organization that has it. */
function adoptBot(world: World, team: Team, organisation: Team): void {
  for (const channel of world.channels.values()) {
    if (channel.team_id !== team.id) continue
    channel.members = channel.members.map((id) => (id === team.bot_user_id ? organisation.bot_user_id : id))
  }
  team.bot_user_id = organisation.bot_user_id
  team.bot_id = organisation.bot_id
}
