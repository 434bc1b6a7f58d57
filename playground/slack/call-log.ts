import { isRecord, type Json } from './json.ts'
import type { Call } from './protocol.ts'
import { noticed, type World } from './world.ts'

const callsKept = 20_000
const secretArgs = new Set(['token', 'client_secret', 'refresh_token', 'code'])
const tokenPattern = /x(?:ox[a-z]|app|oxe)[-.][\w.-]+/g

/** Records the app's calls, without tokens and secrets. */
export function recordCall(world: World, call: Call): void {
  world.calls.push({ ...call, args: withoutSecrets(call.args) })
  if (world.calls.length > callsKept) world.calls.shift()
  noticed(world)
}

function withoutSecrets(args: Json): Json {
  const kept = Object.entries(args).filter(([key]) => !secretArgs.has(key))
  return Object.fromEntries(kept.map(([key, value]) => [key, scrubbed(value)]))
}

function scrubbed(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(tokenPattern, '[token]')
  if (Array.isArray(value)) return value.map(scrubbed)
  return isRecord(value) ? withoutSecrets(value) : value
}
