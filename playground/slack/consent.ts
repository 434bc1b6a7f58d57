import { randomBytes } from 'node:crypto'
import { belongsTo } from './belonging.ts'
import { type Exchange, htmlReply, type Reply, send } from './http/exchange.ts'
import type { Platform } from './platform.ts'
import type { Team, World } from './world.ts'

/** Answers `/oauth/v2/authorize`: asks for the workspace, or redirects at once if there is only one choice. */
export function serveConsent(platform: Platform, exchange: Exchange): void {
  send(exchange, consentReply(platform, exchange.url))
}

function consentReply(platform: Platform, url: URL): Reply {
  const { world } = platform
  if (url.searchParams.get('client_id') !== world.seed.app.clientId) return htmlReply('invalid_client_id', 400)
  const redirect = redirectOf(platform, url)
  if (redirect === undefined) return htmlReply('bad_redirect_uri', 400)
  const teams = choices(world)
  const wanted = url.searchParams.get('team')
  const team = wanted === null && teams.length === 1 ? teams[0] : teams.find(({ id }) => id === wanted)
  return team === undefined ? htmlReply(consentPage(world, url, redirect)) : agreed(world, team, { url, redirect })
}

/** Every workspace, and every organization if the app can be installed in a whole one. */
function choices(world: World): Team[] {
  const organisations = world.manifest.settings.org_deploy_enabled ? [...world.organisations.values()] : []
  return [...world.teams.values(), ...organisations]
}

/** The app's redirect URL if it is one of the manifest's or below one, otherwise the first of the manifest. */
function redirectOf({ world }: Platform, url: URL): URL | undefined {
  const saved = world.manifest.oauth_config.redirect_urls
  const wanted = url.searchParams.get('redirect_uri') ?? saved[0]
  const isSaved = wanted !== undefined && saved.some((one) => wanted === one || wanted.startsWith(one))
  return isSaved && URL.canParse(wanted) ? returning(wanted, url) : undefined
}

function returning(target: string, url: URL): URL {
  const redirect = new URL(target)
  redirect.searchParams.set('state', url.searchParams.get('state') ?? '')
  return redirect
}

function agreed(world: World, team: Team, { url, redirect }: { url: URL; redirect: URL }): Reply {
  const code = randomBytes(16).toString('hex')
  const scopes = (url.searchParams.get('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== '')
  world.codes.set(code, { team_id: team.id, user_id: installerIn(world, team, url.searchParams.get('user')), scopes })
  redirect.searchParams.set('code', code)
  return { status: 302, headers: { location: redirect.toString() }, body: '' }
}

/** The named person, or somebody who can certainly install apps. */
function installerIn(world: World, team: Team, wanted: string | null): string {
  const people = [...world.users.values()].filter(
    (user) => !user.is_bot && (belongsTo(user, team.id) || user.enterprise_id === team.id),
  )
  const named = people.find(({ id }) => id === wanted)
  return (named ?? people.find((user) => user.is_admin) ?? people[0])?.id ?? team.bot_user_id
}

function consentPage(world: World, url: URL, redirect: URL): string {
  const links = choices(world).map((team) => {
    const target = new URL(url)
    target.searchParams.set('team', team.id)
    return `<li><a href="${escaped(target.pathname + target.search)}">Allow in ${escaped(team.name)}</a></li>`
  })
  const refusal = new URL(redirect)
  refusal.searchParams.set('error', 'access_denied')
  const name = escaped(world.manifest.display_information.name)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Install ${name}</title>
<h1>Install ${name}</h1><ul>${links.join('')}</ul><p><a href="${escaped(refusal.toString())}">Cancel</a></p></html>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
