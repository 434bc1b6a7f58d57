import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors.ts'
import type { CallOptions, Target, TargetOutcome } from '../../provider.ts'
import type { Session } from '../session.ts'
import { ownRef } from '../targets.ts'

/** What becomes of each target while calls are made for some of them at a time. */
export type Outcomes = {
  /**
   * An AppError counts for these targets, and stops no other; then the result is undefined. What `work` asks with the
   * options it is given has its request id counted for these targets too.
   */
  attempt<Result>(
    targets: readonly Target[],
    work: (options: CallOptions) => Promise<Result>,
  ): Promise<Result | undefined>
  /** One for each, in this order. */
  of(targets: readonly Target[]): TargetOutcome[]
}

/** Keys that were refused once are not tried again: OMS would lock them. */
export function createOutcomes(session: Session, options: CallOptions): Outcomes {
  const errors = new Map<Target, AppError>()
  const requestIds = new Map<Target, string>()
  let refusedKeys: AppError | undefined
  return {
    async attempt(targets, work) {
      try {
        if (refusedKeys !== undefined) throw refusedKeys
        return await work({
          ...options,
          onRequestId(id) {
            for (const target of targets) requestIds.set(target, id)
          },
        })
      } catch (error) {
        if (!isAppError(error)) throw error
        if (isAppError(error, 'provider_denied', 'clock_wrong')) refusedKeys = error
        for (const target of targets) errors.set(target, withRef(error, ownRef(session, target)))
        return undefined
      }
    },
    of: (targets) =>
      targets.map((target) => {
        const { kind, id } = target
        return { kind, id, ...defined({ error: errors.get(target), requestId: requestIds.get(target) }) }
      }),
  }
}

/** A batch fails as a whole, but each of its targets is told about itself. */
function withRef({ code, details, cause }: AppError, ref: string): AppError {
  return new AppError(code, { ...details, ref }, { cause })
}
