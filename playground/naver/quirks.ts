import { type ShownTimes, withShownTimes } from '../cloud/shown-times.ts'
import { stamp } from './job-answer.ts'

/** Deviations that a client has to survive. None of them is on by default. */
export type Quirks = {
  /** Shows a state by another name: `{ STARTED: 'MIGRATING' }`. */
  stateShownAs?: Readonly<Record<string, string>>
  /** Fields of a job to leave out of responses. */
  omittedFields?: readonly string[]
  errorCodeAs?: 'string' | 'integer'
  /** The format of errors. A client that sends XML always gets XML. */
  errorsAs?: 'json' | 'xml'
  /** Whether errors lack `details`, as in the documented table. */
  withoutErrorDetails?: boolean
  timesShownAs?: ShownTimes
}

/** Applies the quirks to a documented response about a job. */
export function bendJob(job: Readonly<Record<string, unknown>>, quirks: Quirks): Record<string, unknown> {
  const bent: Record<string, unknown> = {
    ...withShownTimes(job, ['createTime', 'updateTime'], { shownAs: quirks.timesShownAs, write: stamp }),
    jobState: quirks.stateShownAs?.[String(job.jobState)] ?? job.jobState,
  }
  for (const field of quirks.omittedFields ?? []) delete bent[field]
  return bent
}
