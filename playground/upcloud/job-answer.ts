import { withShownTimes } from '../cloud/shown-times.ts'
import { measureTransfer } from '../cloud/transfer.ts'
import { timestamp } from './identifiers.ts'
import type { Job } from './job.ts'
import type { Quirks } from './quirks.ts'

/** A job as UpCloud is assumed to return it: the request without its keys, in the style of its other resources. */
export type JobAnswer = Record<string, unknown> & { uuid: string }

export function answerJob(job: Job, now: number, quirks: Quirks = {}): JobAnswer {
  const answer: JobAnswer = {
    uuid: job.uuid,
    name: job.name,
    type: 'data-migration',
    [quirks.stateField ?? 'state']: quirks.stateShownAs?.[job.state] ?? job.state,
    source: job.source,
    target: job.target,
    created_at: timestamp(job.createdAt),
    updated_at: timestamp(job.updatedAt),
    ...(quirks.hasProgress && figures(job, now)),
    ...(quirks.hasStateMessages && { state_messages: messages(job) }),
  }
  const shown = { shownAs: quirks.timesShownAs, write: timestamp }
  const told: JobAnswer = { uuid: job.uuid, ...withShownTimes(answer, ['created_at', 'updated_at'], shown) }
  for (const field of quirks.omittedFields ?? []) delete told[field]
  return told
}

/** The figures. Totals grow while the source is being counted. */
function figures({ transfer }: Job, now: number) {
  const measured = measureTransfer(transfer, now)
  return {
    total_objects: measured.knownObjects,
    total_size_bytes: measured.knownBytes,
    migrated_objects: measured.objectsDone,
    migrated_size_bytes: measured.bytesDone,
  }
}

/** Messages of a failed job. Code and words are made up. */
function messages({ state, isPossible, updatedAt }: Job) {
  if (state !== 'failed') return []
  const [code, message] = isPossible
    ? ['data_migration_failed', 'Some objects could not be migrated.']
    : ['source_not_accessible', 'The source bucket could not be read with the given keys.']
  const at = timestamp(updatedAt)
  return [{ code, created_at: at, message, operational_state: state, updated_at: at }]
}
