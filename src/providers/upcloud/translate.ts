import { defined } from '../../defined.ts'
import type { Failure, Migration, Progress, State } from '../../migrations/migration.ts'
import type { Bucket, Region, StorageService } from '../../migrations/spec/places.ts'
import type { Selected } from '../../migrations/spec/selection.ts'
import type { Source, Target } from '../../migrations/spec/source-and-target.ts'
import { hostOf } from '../../text/host.ts'
import type { WireBucket, WireJob, WireRegion, WireService } from './wire.ts'

/** Reads a job of Managed Object Storage as a Migration. Absent fields are those that UpCloud does not report. Pure. */
export function toMigration(job: WireJob, reading: { account: string; readAt: number }): Migration {
  const state = toState(job.state)
  return defined({
    provider: 'upcloud',
    account: reading.account,
    kind: 'job',
    id: job.id,
    name: job.name,
    source: sourceOf(job),
    target: targetOf(job),
    state,
    nativeState: job.state ?? 'none',
    fieldsSent: job.fieldsSent,
    progress: progressOf(job),
    createdAt: job.created_at,
    failure: state === 'failed' ? failureOf(job) : undefined,
    needsOnStart: [],
    readAt: reading.readAt,
  })
}

function toState(state: string | undefined): State {
  return (state === undefined ? undefined : states.get(state.toLowerCase())) ?? 'unknown'
}

const states: ReadonlyMap<string, State> = new Map<string, State>([
  ['pending', 'queued'],
  ['running', 'running'],
  ['completed', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
])

/** The source of a job. UpCloud takes any S3 storage and names it by its endpoint. */
function sourceOf({ source }: WireJob): Source {
  const cloud = source?.endpoint === undefined ? undefined : hostOf(source.endpoint)
  const selected: Selected = source?.prefix === undefined ? {} : { selection: 'prefixes', names: [source.prefix] }
  return defined({ cloud, region: source?.region, bucket: source?.bucket, ...selected })
}

function targetOf({ target }: WireJob): Target {
  return defined({ cloud: 'UpCloud', bucket: target?.bucket, prefix: target?.prefix })
}

function progressOf(job: WireJob): Progress {
  return {
    bytes: defined({ done: job.migrated_size_bytes, total: job.total_size_bytes }),
    objects: defined({
      done: job.migrated_objects,
      total: job.total_objects,
      failed: job.failed_objects,
      skipped: job.skipped_objects,
    }),
  }
}

/** Why a job failed: the last message on its state. */
function failureOf({ state_messages: messages = [] }: WireJob): Failure | undefined {
  const last = messages.findLast((message) => message?.code !== undefined || message?.message !== undefined)
  if (last === undefined) return undefined
  return defined({ code: last.code && `UPCLOUD.${last.code.toUpperCase()}`, message: last.message })
}

/** A service as people browse it. `ownId` is the service that the account was connected with. */
export function toStorageService(service: WireService, ownId: string): StorageService {
  const { uuid: id, name, region, operational_state: state } = service
  return defined({ id, name, region, state, isOwn: id.toLowerCase() === ownId.toLowerCase() })
}

export function toRegion({ name: id }: WireRegion): Region {
  return { id }
}

export function toBucket({ name, total_objects: objects, total_size_bytes: bytes }: WireBucket): Bucket {
  return defined({ name, objects, bytes })
}
