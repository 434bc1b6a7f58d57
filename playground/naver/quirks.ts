import { type ShownTimes, withShownTimes } from '../cloud/shown-times.ts'
import { stamp } from './job-answer.ts'

/** Deviations a client has to survive; none of them is on by default. */
export type Quirks = {
  /** Shows a state by another name: `{ STARTED: 'MIGRATING' }`. */
  stateShownAs?: Readonly<Record<string, string>>
  /** Fields of a job that are left out of answers. */
  omittedFields?: readonly string[]
  errorCodeAs?: 'string' | 'integer'
  /** XML also goes to whoever sent XML. */
  errorsAs?: 'json' | 'xml'
  /** Answers errors without `details`, as the documented table has it. */
  withoutErrorDetails?: boolean
  timesShownAs?: ShownTimes
}

/** Applies the quirks to a documented job answer. */
export function bendJob(job: Readonly<Record<string, unknown>>, quirks: Quirks): Record<string, unknown> {
  const bent: Record<string, unknown> = {
    ...withShownTimes(job, ['createTime', 'updateTime'], { shownAs: quirks.timesShownAs, write: stamp }),
    jobState: quirks.stateShownAs?.[String(job.jobState)] ?? job.jobState,
  }
  for (const field of quirks.omittedFields ?? []) delete bent[field]
  return bent
}
