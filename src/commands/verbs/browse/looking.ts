import { explain, failureIn } from '../../../catalogue/explain.ts'
import { type AppError, isAppError, say } from '../../../errors.ts'
import type { Trail } from '../../../migrations/trail.ts'
import type { Browser, Lookup, Provider, SourceAccess } from '../../../providers/provider.ts'
import type { Tools } from '../../command.ts'
import { keyNamed } from '../../key-uses.ts'

/** One account that is being looked into. */
export type Looking = { provider: Provider; browser: Browser; trail: Trail; tools: Tools }

export function canLook({ provider: { lookups = [] } }: Pick<Looking, 'provider'>, lookup: Lookup): boolean {
  return lookups.includes(lookup)
}

/** What opens the cloud in which somebody is; nothing in the account's own. */
export async function accessOf({ trail, tools }: Looking): Promise<SourceAccess> {
  const { cloud, key, appId } = trail
  return {
    ...(cloud === undefined ? {} : { cloud }),
    ...(key === undefined ? {} : { secret: (await keyNamed(key, tools)).secret }),
    ...(appId === undefined ? {} : { appId }),
  }
}

/** One part of an answer: what was read, or why it could not be. Empty where it was not asked for. */
export type Part<Value> = { value?: Value; failure?: AppError }

/**
 * Reads a part so that the others can be shown without it. Refused credentials are no part: whoever tried the others
 * with them would lock the key.
 */
export async function readPart<Value>(reading: Promise<Value> | undefined): Promise<Part<Value>> {
  if (reading === undefined) return {}
  try {
    return { value: await reading }
  } catch (error) {
    if (!isAppError(error) || error.code === 'provider_denied') throw error
    return { failure: error }
  }
}

/** One line for each part that is missing. Where nothing could be read at all, that is the answer itself. */
export function troublesIn(parts: Readonly<Record<string, Part<unknown>>>): string[] {
  const failed = Object.entries(parts).flatMap(([what, { failure }]) => (failure ? [{ what, failure }] : []))
  const isAnyRead = Object.values(parts).some(({ value }) => value !== undefined)
  const [first] = failed
  if (first !== undefined && !isAnyRead) throw failed.at(-1)?.failure ?? first.failure
  return failed.map(({ what, failure }) => `${what}: ${inWords(failure)}`)
}

/** Why something could not be read, in one sentence. */
export function inWords(failure: AppError): string {
  return failure.code === 'provider_refused' ? explain(failureIn(failure.details)).what : say(failure).what
}
