import { AppError, isAppError } from '../../../errors.ts'
import type { Target, TargetOutcome } from '../../provider.ts'
import type { Session } from '../session.ts'
import { ownRef } from '../targets.ts'

/** What becomes of each target while calls are made for some of them at a time. */
export type Outcomes = {
  /** An AppError counts for these targets, and stops no other; then the result is undefined. */
  attempt<Result>(targets: readonly Target[], work: () => Promise<Result>): Promise<Result | undefined>
  /** One for each, in this order. */
  of(targets: readonly Target[]): TargetOutcome[]
}

/** Keys that were refused once are not tried again: OMS would lock them. */
export function createOutcomes(session: Session): Outcomes {
  const errors = new Map<Target, AppError>()
  let refusedKeys: AppError | undefined
  return {
    async attempt(targets, work) {
      try {
        if (refusedKeys !== undefined) throw refusedKeys
        return await work()
      } catch (error) {
        if (!isAppError(error)) throw error
        if (isAppError(error, 'provider_denied', 'clock_wrong')) refusedKeys = error
        for (const target of targets) errors.set(target, withRef(error, ownRef(session, target)))
        return undefined
      }
    },
    of: (targets) =>
      targets.map((target) => {
        const error = errors.get(target)
        return { kind: target.kind, id: target.id, ...(error === undefined ? {} : { error }) }
      }),
  }
}

/** A batch fails as a whole, but each of its targets is told about itself. */
function withRef({ code, details, cause }: AppError, ref: string): AppError {
  return new AppError(code, { ...details, ref }, { cause })
}
