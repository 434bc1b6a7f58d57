import { serveUnderFault } from '../faults.ts'
import { type Exchange, jsonReply, type Reply } from '../http/exchange.ts'
import { installOfToken } from '../installs.ts'
import type { Json } from '../json.ts'
import type { Platform } from '../platform.ts'
import { rateLimited } from '../rate-limits.ts'
import { Refusal, refuse, TooMany } from '../refusal.ts'
import { nowSeconds } from '../world.ts'
import { actingIn } from './acting-in.ts'
import { decodeArgs, textArg } from './args.ts'
import type { BotCall, Call, Method, Needs } from './method.ts'
import { methods } from './methods.ts'

/** Answers `/api/<method>`. */
export async function serveWebApi(platform: Platform, exchange: Exchange): Promise<void> {
  const method = exchange.url.pathname.slice('/api/'.length)
  const decoded = await decodeArgs(exchange)
  const args = decoded ?? {}
  const token = bearer(exchange.request.headers.authorization) ?? textArg(args, 'token')
  const channel = textArg(args, 'channel') ?? textArg(args, 'channel_id')
  const call = { platform, world: platform.world, args }
  const produce = async () => {
    const retryAfter = platform.rateLimits?.take({ method, token, channel }) ?? 0
    if (retryAfter > 0) return rateLimited(retryAfter)
    return decoded === undefined ? refusalReply('invalid_json') : answer(call, method, token)
  }
  await serveUnderFault(platform, exchange, { method, args, channel, produce })
}

async function answer(call: Call, name: string, token: string | undefined): Promise<Reply> {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (method === undefined) return refusalReply('unknown_method', { req_method: name })
  const headers = scopeHeaders(call, method, token)
  try {
    return jsonReply({ ok: true, ...(await run(method, call, token)) }, 200, headers)
  } catch (error) {
    if (error instanceof TooMany) return rateLimited(error.retryAfterSeconds)
    if (!(error instanceof Refusal)) throw error
    return refusalReply(error.message, error.details, headers)
  }
}

function refusalReply(error: string, details: Json = {}, headers: Record<string, string> = {}): Reply {
  return jsonReply({ ok: false, error, ...details }, 200, headers)
}

function run(method: Method, call: Call, token: string | undefined): Json | Promise<Json> {
  switch (method.token) {
    case 'none':
      return method.run(call)
    case 'app':
      if (token === undefined) return refuse('not_authed')
      return token === call.world.seed.app.appToken ? method.run(call) : refuse('invalid_auth')
    case 'bot':
      return method.run(allowed(authorised(call, token), method.needs))
  }
}

/** The call with the install of its token. */
function authorised(call: Call, token: string | undefined): BotCall {
  const { world, args } = call
  if (token === undefined) return refuse('not_authed')
  const grant = installOfToken(world, token) ?? refuse(world.deadTokens.get(token) ?? 'invalid_auth')
  if (grant.expires_at !== undefined && nowSeconds(world) >= grant.expires_at) return refuse('token_expired')
  return { ...call, grant, install: { ...grant, team_id: actingIn(world, grant, args) } }
}

/** The call if its scopes were granted. docs.slack.dev/authentication/tokens: `missing_scope` names both sides. */
function allowed(call: BotCall, needs: Needs): BotCall {
  const { scopes } = call.grant
  const certain = needs.of?.(call) ?? []
  const isServed = certain.length > 0 || needs.anyOf.some((scope) => scopes.includes(scope))
  const lacking = isServed ? certain.filter((scope) => !scopes.includes(scope)) : needs.anyOf
  if (lacking.length > 0) refuse('missing_scope', { needed: lacking.join(','), provided: scopes.join(',') })
  return call
}

function scopeHeaders({ world }: Call, method: Method, token: string | undefined): Record<string, string> {
  if (method.token !== 'bot') return {}
  const granted = token === undefined ? [] : (installOfToken(world, token)?.scopes ?? [])
  return { 'x-oauth-scopes': granted.join(','), 'x-accepted-oauth-scopes': method.needs.anyOf.join(',') }
}

function bearer(header: string | undefined): string | undefined {
  return header?.startsWith('Bearer ') ? header.slice('Bearer '.length) : undefined
}
