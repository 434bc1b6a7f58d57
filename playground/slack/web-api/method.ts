import type { Json } from '../json.ts'
import type { Platform } from '../platform.ts'
import type { Install, World } from '../world.ts'

/** A call as a method sees it, with decoded arguments and a checked token. */
export type Call = { platform: Platform; world: World; args: Json }
export type BotCall = Call & {
  /** The place of the call. For an organization's token, it includes the workspace that the call is about. */
  install: Install
  /** The installation with its granted scopes. */
  grant: Install
}

/**
 * The scopes on a method's page, one of which is enough. An empty list means that none is needed. If they depend on
 * what a call names, `of` returns those of the call.
 */
export type Needs = { anyOf: string[]; of?(call: BotCall): string[] }

/** A Web API method. The result of `run` is sent with `ok: true`; a thrown `Refusal` becomes `ok: false`. */
export type Method =
  | { token: 'bot'; needs: Needs; run(call: BotCall): Json | Promise<Json> }
  | { token: 'app' | 'none'; run(call: Call): Json | Promise<Json> }

export type Methods = Record<string, Method>

export function bot(needs: string[] | Needs, run: (call: BotCall) => Json | Promise<Json>): Method {
  return { token: 'bot', needs: Array.isArray(needs) ? { anyOf: needs } : needs, run }
}
