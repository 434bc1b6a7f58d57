import type { ShownTimes } from '../cloud/shown-times.ts'

/**
 * How responses about jobs look. No document shows one, so each form here is as likely as the others. Without quirks, a
 * job is written in the style of UpCloud's other resources.
 */
export type Quirks = {
  /**
   * The field of the state. By default `state`, as in the list of states; services have `operational_state`, and other
   * resources of UpCloud have `status`.
   */
  stateField?: 'state' | 'operational_state' | 'status'
  /** Whether jobs have figures in the terms of buckets: total and migrated objects and bytes. */
  hasProgress?: boolean
  /** Whether jobs have `state_messages` like services, which give the reason of a failed job. */
  hasStateMessages?: boolean
  /** Shows a state by another name: `{ running: 'in-progress' }`. */
  stateShownAs?: Readonly<Record<string, string>>
  /** Fields of a job to leave out of responses. */
  omittedFields?: readonly string[]
  timesShownAs?: ShownTimes
}
