import type { ShownTimes } from '../cloud/shown-times.ts'

/**
 * How the answers about jobs look. No document shows one, so each form here is as likely as the next;
 * without quirks a job is written as UpCloud writes the things around it.
 */
export type Quirks = {
  /** Default `state`, as the list of states is headed; services have `operational_state`. */
  stateField?: 'state' | 'operational_state'
  /** Adds figures in the words of buckets: total and migrated objects and bytes. */
  hasProgress?: boolean
  /** Adds `state_messages` as services have them, so that a failed job says why. */
  hasStateMessages?: boolean
  /** Shows a state by another name: `{ running: 'in-progress' }`. */
  stateShownAs?: Readonly<Record<string, string>>
  /** Fields of a job that are left out of answers. */
  omittedFields?: readonly string[]
  timesShownAs?: ShownTimes
}
