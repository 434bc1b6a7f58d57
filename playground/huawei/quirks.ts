import { type ShownTimes, withShownTimes } from '../cloud/shown-times.ts'

/** Deviations a client has to survive; none of them is on by default. */
export type Quirks = {
  /** Shows a state as another number: `{ 1: 0 }` starts tasks as 0, `{ 2: 42 }` is a state from the future. */
  statusShownAs?: Readonly<Record<number, number>>
  groupStatusShownAs?: Readonly<Record<number, number>>
  /** The reference says milliseconds in answers; Terraform's tests can only pass with seconds. */
  migrateSinceUnit?: 'milliseconds' | 'seconds'
  /** `error_reason` of a task that has not failed: real answers hold null, the reference says an empty string. */
  noErrorReason?: null | ''
  /** Fields that are left out of answers, as `support` is in the reference's example of a bucket's region. */
  omittedFields?: readonly string[]
  /** The reference's example of the version list calls both versions v1 and prints a schema as their `status`. */
  versionsAsInExample?: boolean
  /** When things were created and started. */
  timesShownAs?: ShownTimes
}

type Fields = Readonly<Record<string, unknown>>

/** Applies the quirks to a documented task answer. */
export function bendTask(task: Fields, quirks: Quirks): Fields {
  const bent = {
    ...task,
    status: quirks.statusShownAs?.[Number(task.status)] ?? task.status,
    migrate_since: Number(task.migrate_since) / (quirks.migrateSinceUnit === 'seconds' ? 1_000 : 1),
    error_reason: task.error_reason ?? quirks.noErrorReason ?? null,
  }
  return withoutOmitted(bent, quirks)
}

/** Groups have their own states and share every other quirk with tasks. */
export function bendGroup(group: Fields, quirks: Quirks): Fields {
  return bendTask(group, { ...quirks, statusShownAs: quirks.groupStatusShownAs ?? {} })
}

export function withoutOmitted(answer: Fields, quirks: Quirks): Fields {
  const bent = withShownTimes(answer, ['start_time', 'create_time', 'last_start_time'], {
    shownAs: quirks.timesShownAs,
  })
  for (const field of quirks.omittedFields ?? []) delete bent[field]
  return bent
}
