import type { Exchange } from '../http/exchange.ts'
import { readFields } from '../http/fields.ts'
import { isRecord, type Json, parseJson } from '../json.ts'
import { refuse } from '../refusal.ts'

/** Arguments that are JSON within a form. */
const structured = new Set(['attachments', 'blocks', 'error', 'files', 'message', 'metadata', 'unfurls', 'view'])

/** A call's arguments from its body and query. Undefined for an unreadable JSON body. */
export async function decodeArgs({ request, url }: Exchange): Promise<Json | undefined> {
  const given = await readFields(request)
  if (given === undefined) return undefined
  const args: Json = { ...Object.fromEntries(url.searchParams), ...given }
  for (const [name, value] of Object.entries(args)) {
    if (structured.has(name) && typeof value === 'string') args[name] = parseJson(value) ?? value
  }
  return args
}

export function textArg(args: Json, name: string): string | undefined {
  const value = args[name]
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

export function requiredArg(args: Json, name: string): string {
  const value = textArg(args, name)
  return (
    value ??
    refuse('invalid_arguments', { response_metadata: { messages: [`[ERROR] missing required field: ${name}`] } })
  )
}

export function flagArg(args: Json, name: string): boolean {
  return ['true', '1'].includes(String(args[name]))
}

export function recordArg(args: Json, name: string): Json {
  const value = args[name]
  if (isRecord(value)) return value
  return refuse('invalid_arguments', { response_metadata: { messages: [`[ERROR] ${name} must be a JSON object`] } })
}
