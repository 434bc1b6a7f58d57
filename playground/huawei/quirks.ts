import { type ShownTimes, withShownTimes } from '../cloud/shown-times.ts'

/** Deviations that a client has to survive. None of them is on by default. */
export type Quirks = {
  /** Shows a state as another number: `{ 1: 0 }` starts tasks as 0, `{ 2: 42 }` is an unknown future state. */
  statusShownAs?: Readonly<Record<number, number>>
  groupStatusShownAs?: Readonly<Record<number, number>>
  /** The unit of times in responses. The reference says milliseconds; Terraform's tests only pass with seconds. */
  migrateSinceUnit?: 'milliseconds' | 'seconds'
  /** `error_reason` of a task that has not failed. Real responses have null, the reference says an empty string. */
  noErrorReason?: null | ''
  /** Fields to leave out of responses, such as `support` in the reference's example of a bucket's region. */
  omittedFields?: readonly string[]
  /**
   * Whether the version list looks like the reference's example: both versions are v1, and `status` contains a schema.
   */
  versionsAsInExample?: boolean
  /** How creation and start times are shown. */
  timesShownAs?: ShownTimes
}

type Fields = Readonly<Record<string, unknown>>

/** Applies the quirks to a documented response about a task. */
export function bendTask(task: Fields, quirks: Quirks): Fields {
  const bent = {
    ...task,
    status: quirks.statusShownAs?.[Number(task.status)] ?? task.status,
    migrate_since: Number(task.migrate_since) / (quirks.migrateSinceUnit === 'seconds' ? 1_000 : 1),
    error_reason: task.error_reason ?? quirks.noErrorReason ?? null,
  }
  return withoutOmitted(bent, quirks)
}

/** Applies the quirks to a group, which has its own states and shares all others with tasks. */
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
