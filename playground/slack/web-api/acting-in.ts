import { belongsTo, teamsWithin } from '../belonging.ts'
import type { Json } from '../json.ts'
import { refuse } from '../refusal.ts'
import { findView } from '../views.ts'
import type { Install, Team, World } from '../world.ts'
import { textArg } from './args.ts'

/** The workspace in which a call acts. With an organization's token, it follows from what the call names. */
export function actingIn(world: World, grant: Install, args: Json): string {
  if (grant.is_enterprise_install !== true) return grant.team_id
  const teams = teamsWithin(world, grant.team_id)
  const wanted = teams.find(({ id }) => id === textArg(args, 'team_id'))
  return wanted?.id ?? named(world, teams, args) ?? teams[0]?.id ?? grant.team_id
}

/** Refuses a call that has to name its workspace, according to the method's page. Other methods ignore `team_id`. */
export function requireTeam({ world, grant, args }: { world: World; grant: Install; args: Json }): void {
  if (grant.is_enterprise_install !== true) return
  const wanted = textArg(args, 'team_id') ?? refuse('missing_argument')
  if (!teamsWithin(world, grant.team_id).some(({ id }) => id === wanted)) refuse('team_access_not_granted')
}

function named(world: World, teams: Team[], args: Json): string | undefined {
  const channelId = textArg(args, 'channel') ?? textArg(args, 'channel_id') ?? ''
  const userId = textArg(args, 'user_id') ?? textArg(args, 'user') ?? textArg(args, 'users') ?? channelId
  const triggerId = textArg(args, 'trigger_id') ?? ''
  const user = world.users.get(userId)
  return (
    world.channels.get(channelId)?.team_id ??
    world.triggers.get(triggerId)?.team_id ??
    teams.find(({ id }) => isOfView(world, id, args))?.id ??
    teams.find(({ id }) => user !== undefined && belongsTo(user, id))?.id
  )
}

function isOfView(world: World, teamId: string, args: Json): boolean {
  const id = textArg(args, 'view_id')
  const externalId = textArg(args, 'external_id')
  if (id === undefined && externalId === undefined) return false
  return findView(world, teamId, id === undefined ? { externalId: externalId ?? '' } : { id }) !== undefined
}
