import type { Json } from '../json.ts'
import type { Platform } from '../platform.ts'
import type { Install, World } from '../world.ts'

/** A call as a method sees it: decoded arguments, tokens already checked. */
export type Call = { platform: Platform; world: World; args: Json }
export type BotCall = Call & {
  /** Where the call acts: of an organisation's token, with the workspace that the call is about. */
  install: Install
  /** The installation as it was granted. */
  grant: Install
}

/**
 * The scopes that a method's page lists, of which one is enough; none means that none is needed. Where it depends on what
 * a call names, `of` says which ones this call cannot do without.
 */
export type Needs = { anyOf: string[]; of?(call: BotCall): string[] }

/**
 * One Web API method.
 * What `run` returns is sent with `ok: true`; a thrown `Refusal` becomes `ok: false`.
 */
export type Method =
  | { token: 'bot'; needs: Needs; run(call: BotCall): Json | Promise<Json> }
  | { token: 'app' | 'none'; run(call: Call): Json | Promise<Json> }

export type Methods = Record<string, Method>

export function bot(needs: string[] | Needs, run: (call: BotCall) => Json | Promise<Json>): Method {
  return { token: 'bot', needs: Array.isArray(needs) ? { anyOf: needs } : needs, run }
}
