/**
 * Waits for several pieces of work that run side by side. When some fail, throws everything that went wrong in one
 * AggregateError, once all of them have ended.
 */
export async function allAtOnce(work: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work)
  const problems = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? problemsIn(outcome.reason) : []))
  if (problems.length > 0) throw new AggregateError(problems)
}

/** What an error consists of, however deep. */
export function problemsIn(error: unknown): unknown[] {
  return error instanceof AggregateError ? error.errors.flatMap(problemsIn) : [error]
}
