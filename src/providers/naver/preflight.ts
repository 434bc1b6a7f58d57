import type { Migration } from '../../migrations/migration.ts'
import type { PreflightCheck } from '../../migrations/spec.ts'
import { fail, type Look, runPreflight, sameMigrationLook, unknown } from '../preflight.ts'
import type { CallOptions, CreateOrder } from '../provider.ts'
import { checkNaverOrder } from './creation.ts'

/** The parts of a connection that the preflight needs. */
export type Looker = {
  check(): Promise<void>
  /** Whether the account has subscribed to Object Storage. Undefined if NAVER does not say. */
  hasObjectStorage(): Promise<boolean | undefined>
  readAll(): Promise<readonly Migration[]>
}

export async function preflight(
  looker: Looker,
  order: CreateOrder,
  { signal }: CallOptions,
): Promise<PreflightCheck[]> {
  checkNaverOrder(order)
  return runPreflight({
    prove: looker.check,
    looks: [sameMigrationLook(order.spec, looker.readAll), bucketsLook(looker, order)],
    signal,
  })
}

/**
 * Checks the buckets. NAVER's API opens no bucket before a policy starts; it only tells whether the account can have
 * any to write to.
 */
function bucketsLook(looker: Looker, { spec: { source, target } }: CreateOrder): Look {
  const later = (bucket: string | undefined) => `NAVER opens ${bucket} only when the policy starts.`
  return {
    names: ['source bucket', 'target bucket'],
    look: async () => {
      const isMissing = (await looker.hasObjectStorage()) === false
      return {
        checks: [
          unknown('source bucket', later(source.bucket), 'Check its name, its region and its key by hand.'),
          isMissing
            ? fail('target bucket', 'The account has not subscribed to Object Storage.', subscribe)
            : unknown('target bucket', later(target.bucket), 'Check in NAVER’s console that it is there.'),
        ],
      }
    },
  }
}

const subscribe = 'Subscribe to it in NAVER’s console, and make the bucket there.'
