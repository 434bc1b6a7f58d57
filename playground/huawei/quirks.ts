/** Deviations a client has to survive; none of them is on by default. */
export type Quirks = {
  /** Shows a state as another number: `{ 1: 0 }` starts tasks as 0, `{ 2: 42 }` is a state from the future. */
  statusShownAs?: Readonly<Record<number, number>>
  /** The reference says milliseconds in answers; Terraform's tests can only pass with seconds. */
  migrateSinceUnit?: 'milliseconds' | 'seconds'
  /** `error_reason` of a task that has not failed: real answers hold null, the reference says an empty string. */
  noErrorReason?: null | ''
  /** Fields of a task that are left out of answers. */
  omittedFields?: readonly string[]
}

/** Applies the quirks to a documented task answer. */
export function bendTask(task: Readonly<Record<string, unknown>>, quirks: Quirks): Record<string, unknown> {
  const bent: Record<string, unknown> = {
    ...task,
    status: quirks.statusShownAs?.[Number(task.status)] ?? task.status,
    migrate_since: Number(task.migrate_since) / (quirks.migrateSinceUnit === 'seconds' ? 1_000 : 1),
    error_reason: task.error_reason ?? quirks.noErrorReason ?? null,
  }
  for (const field of quirks.omittedFields ?? []) delete bent[field]
  return bent
}
