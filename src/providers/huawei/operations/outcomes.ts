import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import type { CallOptions, Target, TargetOutcome } from '../../provider.ts'
import type { Session } from '../client/session.ts'
import { ownRef } from '../targets.ts'

/** Collects the outcome of each target, while each call serves some of them. */
export type Outcomes = {
  /**
   * Does some work for these targets. An AppError becomes their outcome and stops no other target; the result is then
   * undefined. The request ids of calls that use the given options count for these targets too.
   */
  attempt<Result>(
    targets: readonly Target[],
    work: (options: CallOptions) => Promise<Result>,
  ): Promise<Result | undefined>
  /** The outcome of each target, in the given order. */
  of(targets: readonly Target[]): TargetOutcome[]
}

/** Collects outcomes. Once keys were refused, they are not tried again: OMS would lock them. */
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

/** The error of a batch, told for one of its targets. A batch fails as a whole. */
function withRef({ code, details, cause }: AppError, ref: string): AppError {
  return new AppError(code, { ...details, ref }, { cause })
}
