import { installIn } from '../belonging.ts'
import { teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import type { OpenView, World } from '../world.ts'

/** A view as in the responses of `views.*` and in interaction payloads. */
export function apiView(world: World, view: OpenView): Json {
  const { payload } = view
  return {
    id: view.id,
    team_id: view.team_id,
    type: payload.type,
    blocks: payload.blocks,
    private_metadata: payload.private_metadata ?? '',
    callback_id: payload.callback_id ?? '',
    state: { values: view.values },
    hash: view.hash,
    title: payload.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    close: payload.close ?? null,
    submit: payload.submit ?? null,
    clear_on_close: payload.clear_on_close === true,
    notify_on_close: payload.notify_on_close === true,
    previous_view_id: view.previous_view_id ?? null,
    root_view_id: view.root_view_id,
    external_id: payload.external_id ?? '',
    app_id: world.seed.app.id,
    app_installed_team_id: installedTeam(world, view.team_id),
    bot_id: teamOf(world, view).bot_id,
  }
}

function installedTeam(world: World, teamId: string): string {
  const install = installIn(world, teamId)
  const isForOrganisation = install?.is_enterprise_install === true
  return isForOrganisation && world.seed.readings.organisationView === 'organisation' ? install.team_id : teamId
}
