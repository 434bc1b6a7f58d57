import { payloadName } from '../channels.ts'
import { teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import type { User } from '../protocol.ts'
import type { TeamChannel, World } from '../world.ts'

/** Fields that every interactive payload has. `owner` is the workspace whose install is spoken to. */
export function interactionBase(world: World, owner: { team_id: string }, user: User): Json {
  const team = teamOf(world, owner)
  return {
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id },
    api_app_id: world.seed.app.id,
    token: world.seed.app.verificationToken,
  }
}

export function channelField(channel: TeamChannel): Json {
  return { id: channel.id, name: payloadName(channel) }
}
