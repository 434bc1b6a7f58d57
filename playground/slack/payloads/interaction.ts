import { installIn, isStrangerTo, organisationOf } from '../belonging.ts'
import { payloadName } from '../channels.ts'
import { teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import type { User } from '../protocol.ts'
import type { TeamChannel, World } from '../world.ts'

/**
 * The fields of every interactive payload. `owner` is the workspace with the install. Documents:
 * docs.slack.dev/reference/interaction-payloads, for organizations also …/enterprise/developing-for-enterprise-orgs.
 */
export function interactionBase(world: World, owner: { team_id: string }, user: User): Json {
  return { ...whereabouts(world, owner.team_id), ...actor(world, owner.team_id, user) }
}

/** The same fields for a form. A form sent by a stranger names their own workspace (slackapi/bolt-js#1614). */
export function formBase(world: World, owner: { team_id: string }, user: User): Json {
  const isElsewhere = isStrangerTo(world, owner.team_id, user) && world.seed.readings.strangerFormTeam === 'own'
  const place = isElsewhere ? elsewhere(world, user) : whereabouts(world, owner.team_id)
  return { ...place, ...actor(world, owner.team_id, user) }
}

export function channelField(channel: TeamChannel): Json {
  return { id: channel.id, name: payloadName(channel) }
}

/** `enterprise_id` and `enterprise_name`, if a workspace belongs to an organization. */
export function enterpriseFields(world: World, teamId: string): Json {
  const organisation = organisationOf(world, teamId)
  return organisation === undefined ? {} : { enterprise_id: organisation.id, enterprise_name: organisation.name }
}

function whereabouts(world: World, teamId: string): Json {
  const { id, domain } = teamOf(world, { team_id: teamId })
  const isForOrganisation = installIn(world, teamId)?.is_enterprise_install === true
  const isUnnamed = isForOrganisation && world.seed.readings.organisationTeam === 'null'
  return {
    team: isUnnamed ? null : { id, domain, ...enterpriseFields(world, teamId) },
    enterprise: enterpriseField(world, teamId),
    is_enterprise_install: isForOrganisation,
  }
}

function elsewhere(world: World, user: User): Json {
  const own = world.teams.get(user.team_id)
  const domain = own?.domain ?? user.team_id.toLowerCase()
  const enterprise = enterpriseField(world, user.enterprise_id ?? user.team_id)
  const grid = user.enterprise_id === undefined ? {} : { enterprise_id: user.enterprise_id }
  return { team: { id: user.team_id, domain, ...grid }, enterprise, is_enterprise_install: false }
}

function enterpriseField(world: World, id: string): Json | null {
  const organisation = organisationOf(world, id)
  return organisation === undefined ? null : { id: organisation.id, name: organisation.name }
}

function actor(world: World, teamId: string, user: User): Json {
  return {
    user: { id: user.id, username: user.name, name: user.name, team_id: actorTeam(world, teamId, user) },
    api_app_id: world.seed.app.id,
    token: world.seed.app.verificationToken,
  }
}

function actorTeam(world: World, teamId: string, user: User): string {
  if (user.enterprise_id === undefined) return user.team_id
  switch (world.seed.readings.memberTeam) {
    case 'organisation':
      return user.enterprise_id
    case 'home':
      return user.team_id
    case 'here':
      return isStrangerTo(world, teamId, user) ? user.team_id : teamId
  }
}
