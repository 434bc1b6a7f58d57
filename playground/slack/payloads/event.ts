import { teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import { nextId, nowSeconds, type World } from '../world.ts'

/** The outer event of the Events API around what happened. */
export function eventPayload(world: World, owner: { team_id: string }, event: Json): Json & { event_id: string } {
  const team = teamOf(world, owner)
  return {
    token: world.seed.app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: world.seed.app.id,
    event,
    type: 'event_callback',
    event_id: nextId(world, 'Ev'),
    event_time: nowSeconds(world),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: team.bot_user_id, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  }
}
