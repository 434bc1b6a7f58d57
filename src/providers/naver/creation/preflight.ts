import type { PreflightCheck } from '../../../migrations/spec/spec.ts'
import { fail, type Look, runPreflight, unknown } from '../../creation/preflight.ts'
import type { CallOptions, CreateOrder } from '../../provider.ts'
import { objectMigration } from '../api.ts'
import { check } from '../reading.ts'
import type { Session } from '../session.ts'

export async function preflight(session: Session, order: CreateOrder, options: CallOptions): Promise<PreflightCheck[]> {
  return runPreflight({
    prove: () => check(session, options),
    looks: [bucketsLook(session, order, options)],
    signal: options.signal,
  })
}

/**
 * Checks the buckets. NAVER's API opens no bucket before a policy starts; it only tells whether the account can have
 * any to write to.
 */
function bucketsLook(session: Session, { spec: { source, target } }: CreateOrder, options: CallOptions): Look {
  const later = (bucket: string | undefined) => `NAVER does not open ${bucket} until the policy starts.`
  return {
    names: ['source bucket', 'target bucket'],
    look: async () => {
      const { hasObjectStorage } = await session.call(objectMigration.GetMigrationJobList, { limit: 1 }, options)
      const isMissing = hasObjectStorage === false
      return {
        checks: [
          unknown('source bucket', later(source.bucket), 'Check its name, region and key yourself.'),
          isMissing
            ? fail('target bucket', 'The account has not subscribed to Object Storage.', subscribe)
            : unknown('target bucket', later(target.bucket), 'Check in NAVER’s console that it exists.'),
        ],
      }
    },
  }
}

const subscribe = 'Subscribe to it in NAVER’s console, and create the bucket there.'
