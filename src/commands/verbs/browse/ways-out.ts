import type { AppError } from '../../../errors/errors.ts'
import { readTrail, type Trail } from '../../../migrations/typed/trail.ts'
import type { Choice } from '../../../views/blocks/elements.ts'
import { allBuckets, elsewhere } from '../../../views/browse/buckets.ts'
import { way } from '../../../views/browse/ways.ts'
import type { Invocation } from '../../machine/command.ts'

/** Ways on when a cloud could not or would not answer: the same place again, or another way. Never throws. */
export function waysOut({ words, flags }: Invocation, error: AppError): readonly Choice[] {
  const [account, ...rest] = words
  if (account === undefined || error.owner !== 'provider') return []
  // Only other clouds take a key. Without a key, the word may be a cloud or a bucket, and both are written the same
  // way.
  const trail = readTrail(account, {
    words: rest,
    flags,
    hasClouds: flags.key !== undefined || rest.length > 1,
  })
  return error.code === 'provider_refused' ? otherWays(trail) : way('Try again', trail)
}

function otherWays(trail: Trail): Choice[] {
  return [...elsewhere(trail), ...(trail.bucket === undefined ? [] : allBuckets(trail))]
}
