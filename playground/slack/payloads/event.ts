import { installIn, isConnected, isStrangerTo, organisationOf } from '../belonging.ts'
import { teamOf } from '../installs.ts'
import { type Json, textOf } from '../json.ts'
import type { User } from '../protocol.ts'
import { nextId, nowSeconds, type World } from '../world.ts'

/**
 * The outer event of the Events API. Documents: docs.slack.dev/apis/events-api, for organizations
 * …/enterprise/developing-for-enterprise-orgs, for Slack Connect …/apis/slack-connect/using-slack-connect-api-methods.
 */
export function eventPayload(world: World, owner: { team_id: string }, event: Json): Json & { event_id: string } {
  const team = teamOf(world, owner)
  const organisation = organisationOf(world, team.id)?.id
  const channel = world.channels.get(textOf(event.channel) ?? '')
  const outer = outerTeam(world, team.id, world.users.get(textOf(event.user) ?? ''))
  return {
    token: world.seed.app.verificationToken,
    ...outer,
    context_team_id: team.id,
    context_enterprise_id: organisation ?? null,
    api_app_id: world.seed.app.id,
    event,
    type: 'event_callback',
    event_id: nextId(world, 'Ev'),
    event_time: nowSeconds(world),
    authorizations: [
      {
        enterprise_id: organisation ?? null,
        team_id: team.id,
        user_id: team.bot_user_id,
        is_bot: true,
        is_enterprise_install: world.organisations.has(installIn(world, team.id)?.team_id ?? team.id),
      },
    ],
    is_ext_shared_channel: channel !== undefined && isConnected(world, channel),
  }
}

/**
 * The fields about a stranger who wrote a mention in a shared channel. For other people there are none
 * (slackapi/bolt-python#850).
 */
export function strangerFields(world: World, teamId: string, user: User): Json {
  if (!isStrangerTo(world, teamId, user)) return {}
  const team = user.enterprise_id ?? user.team_id
  return { user_team: team, source_team: team, user_profile: { team, name: user.name, real_name: user.real_name } }
}

function outerTeam(world: World, teamId: string, user: User | undefined): Json {
  const isOwn = user !== undefined && isStrangerTo(world, teamId, user)
  if (isOwn && world.seed.readings.strangerEventTeam === 'own') {
    return { team_id: user.team_id, ...(user.enterprise_id === undefined ? {} : { enterprise_id: user.enterprise_id }) }
  }
  const organisation = organisationOf(world, teamId)
  return { team_id: teamId, ...(organisation === undefined ? {} : { enterprise_id: organisation.id }) }
}
