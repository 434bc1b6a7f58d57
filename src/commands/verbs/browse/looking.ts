import { defined } from '../../../defined.ts'
import { type AppError, isAppError } from '../../../errors/errors.ts'
import type { Trail } from '../../../migrations/typed/trail.ts'
import type { Browser, Lookup, Provider, SourceAccess } from '../../../providers/provider.ts'
import { keyNamed } from '../../key-uses.ts'
import type { Tools } from '../../machine/command.ts'
import { problemInBrief } from '../../problem-words.ts'

/** An account that somebody is browsing, and how far they have got. */
export type Looking = { provider: Provider; browser: Browser; trail: Trail; tools: Tools }

export function canLook({ provider: { lookups = [] } }: Pick<Looking, 'provider'>, lookup: Lookup): boolean {
  return lookups.includes(lookup)
}

/** The access to the cloud that somebody is browsing. Empty for the account's own cloud. */
export async function accessOf({ trail, tools }: Looking): Promise<SourceAccess> {
  const { cloud, key, appId } = trail
  return {
    ...defined({ cloud }),
    ...(key === undefined ? {} : { secret: (await keyNamed(key, tools)).secret }),
    ...defined({ appId }),
  }
}

/** One part of an answer: the value, or why it could not be read. Empty if nobody asked for it. */
export type Part<Value> = { value?: Value; failure?: AppError }

/**
 * Reads one part of an answer, so that the others can be shown without it. Throws provider_denied: trying the other
 * parts with refused credentials could lock the key.
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

/** One line for each part that could not be read. Throws if no part could. */
export function troublesIn(parts: Readonly<Record<string, Part<unknown>>>): string[] {
  const failed = Object.entries(parts).flatMap(([what, { failure }]) => (failure ? [{ what, failure }] : []))
  const isAnyRead = Object.values(parts).some(({ value }) => value !== undefined)
  const [first] = failed
  if (first !== undefined && !isAnyRead) throw failed.at(-1)?.failure ?? first.failure
  return failed.map(({ what, failure }) => `${what}: ${problemInBrief(failure)}`)
}
