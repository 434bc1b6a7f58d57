/**
 * Waits for several pieces of work that run side by side. If some fail, throws an AggregateError of all problems, once
 * every piece has ended.
 */
export async function allAtOnce(work: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work)
  const problems = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? problemsIn(outcome.reason) : []))
  if (problems.length > 0) throw new AggregateError(problems)
}

/** The single problems in an error, however deeply nested. */
export function problemsIn(error: unknown): unknown[] {
  return error instanceof AggregateError ? error.errors.flatMap(problemsIn) : [error]
}
