import { organisationOf } from '../belonging.ts'
import { install, lifeOfToken, teamOf } from '../installs.ts'
import type { Json } from '../json.ts'
import { refuse } from '../refusal.ts'
import { changed, type Install, nextId, nowSeconds, type World } from '../world.ts'
import { requiredArg, textArg } from './args.ts'
import type { Call, Methods } from './method.ts'

export const oauthMethods: Methods = {
  'oauth.v2.access': { token: 'none', run: access },
}

/** Exchanges a code, or a refresh token if tokens rotate. */
function access({ world, args }: Call): Json {
  const { clientId, clientSecret } = world.seed.app
  if (requiredArg(args, 'client_id') !== clientId) return refuse('invalid_client_id')
  if (requiredArg(args, 'client_secret') !== clientSecret) return refuse('bad_client_secret')
  return textArg(args, 'grant_type') === 'refresh_token' ? refreshed(world, args) : installed(world, args)
}

function installed(world: World, args: Json): Json {
  const code = requiredArg(args, 'code')
  const consent = world.codes.get(code) ?? refuse('invalid_code')
  world.codes.delete(code)
  const grant = newGrant(world, { team_id: consent.team_id, installer_id: consent.user_id, scopes: consent.scopes })
  return { ...grantAnswer(world, grant), authed_user: { id: consent.user_id } }
}

function refreshed(world: World, args: Json): Json {
  const token = requiredArg(args, 'refresh_token')
  const earlier = [...world.installs.values()].find((grant) => grant.refresh_token === token)
  return grantAnswer(world, newGrant(world, earlier ?? refuse('invalid_refresh_token')))
}

function newGrant(world: World, terms: Pick<Install, 'team_id' | 'installer_id' | 'scopes'>): Install {
  const { team_id, installer_id, scopes } = terms
  const stem = `local-${team_id}-${nextId(world, '')}`
  const grant = {
    team_id,
    is_enterprise_install: world.organisations.has(team_id),
    installer_id,
    scopes,
    bot_token: `xoxb-${stem}`,
    refresh_token: `xoxe-1-${stem}`,
    ...lifeOfToken(world),
  }
  install(world, grant)
  changed(world)
  return grant
}

/** The response. For a whole organization it has no team: docs.slack.dev/enterprise/developing-for-enterprise-orgs. */
function grantAnswer(world: World, grant: Install): Json {
  const team = teamOf(world, grant)
  const organisation = organisationOf(world, team.id)
  const isForOrganisation = grant.is_enterprise_install === true
  const { id } = world.seed.app
  return {
    app_id: id,
    scope: grant.scopes.join(','),
    token_type: 'bot',
    access_token: grant.bot_token,
    bot_user_id: team.bot_user_id,
    team: isForOrganisation ? null : { id: team.id, name: team.name },
    enterprise: organisation === undefined ? null : { id: organisation.id, name: organisation.name },
    is_enterprise_install: isForOrganisation,
    ...rotation(world, grant),
  }
}

function rotation(world: World, { refresh_token, expires_at }: Install): Json {
  return expires_at === undefined ? {} : { refresh_token, expires_in: expires_at - nowSeconds(world) }
}
