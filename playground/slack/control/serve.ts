import { type Exchange, jsonReply, type Reply, readBody, send } from '../http/exchange.ts'
import { parseJson } from '../json.ts'
import type { Platform } from '../platform.ts'
import { BadAct } from '../refusal.ts'
import { controlRoutes } from './routes.ts'
import { streamRevisions } from './stream.ts'

/** Answers `/control/…`. An impossible act gets a 400 with one sentence in `error`. */
export async function serveControl(platform: Platform, exchange: Exchange): Promise<void> {
  const name = `${exchange.request.method} ${exchange.url.pathname.slice('/control/'.length)}`
  if (name === 'GET events') return streamRevisions(platform, exchange)
  send(exchange, await reply(platform, exchange, name))
}

async function reply(platform: Platform, exchange: Exchange, name: string): Promise<Reply> {
  const route = Object.hasOwn(controlRoutes, name) ? controlRoutes[name] : undefined
  if (route === undefined) return refusal(`Control has no "${name}"`, 404)
  const text = (await readBody(exchange.request)).toString()
  const body = text === '' ? {} : parseJson(text)
  if (body === undefined) return refusal('The body is not JSON', 400)
  try {
    return jsonReply(await route(platform, { body, query: exchange.url.searchParams }))
  } catch (error) {
    if (error instanceof BadAct) return refusal(error.message, 400)
    throw error
  }
}

function refusal(sentence: string, status: number): Reply {
  return jsonReply({ ok: false, acknowledged: false, error: sentence }, status)
}
