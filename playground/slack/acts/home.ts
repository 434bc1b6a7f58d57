import { openDirectMessage } from '../channels.ts'
import { emit } from '../events.ts'
import { apiView } from '../payloads/view.ts'
import type { Platform } from '../platform.ts'
import type { ActResult, HomeRequest } from '../protocol.ts'
import { notOffered } from '../refusal.ts'
import { homeKey } from '../views.ts'
import { nextTs } from '../world.ts'
import { actResult, untold } from './act-result.ts'
import { installOf, personOf } from './scene.ts'

/** Opens the app's home tab for a person. */
export async function openHome(platform: Platform, request: HomeRequest): Promise<ActResult> {
  const { world } = platform
  const user = personOf(world, request.user)
  if (!world.manifest.features.app_home.home_tab_enabled) return notOffered('The app has no home tab')
  const teamId = request.team ?? user.team_id
  installOf(world, teamId)
  const view = world.homes.get(homeKey(teamId, user.id))
  const ack = await emit(
    platform,
    { team_id: teamId },
    {
      type: 'app_home_opened',
      user: user.id,
      channel: openDirectMessage(world, teamId, user.id)?.id,
      tab: 'home',
      event_ts: nextTs(world),
      view: view === undefined ? undefined : apiView(world, view),
    },
  )
  return ack === undefined ? untold : actResult(ack)
}
