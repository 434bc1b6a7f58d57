import { type Random, randomText } from '../cloud/random.ts'
import type { CreateRequest } from './create-request.ts'
import { withoutKeyEncryption } from './key-encryption.ts'

/** OMS's task states. 6 (retrying) ends by itself. */
export type Phase =
  | { status: 1; readyAt: number }
  | { status: 2; leg: Leg }
  | { status: 3; since: number }
  | { status: 4; code: string; endedAt: number }
  | { status: 5; endedAt: number }
  | { status: 6; until: number }
  | { status: 7; until: number }

/** A stretch of migrating without a change from outside. Its end is known when it begins. */
export type Leg = {
  startedAt: number
  /** Average bytes per second, with limits. */
  speed: number
  endsAt: number
  ending: { to: 4; code: string } | { to: 5 } | { to: 6 } | { to: 2 }
}

/** The course of a task. */
export type Plan = {
  bytes: number
  objects: number
  /** Average bytes per second, before any bandwidth rule. */
  bytesPerSecond: number
  scanMs: number
  skippedObjects: number
  failedObjects: number
  /** The entries of its list of failed objects, used in turn. By default the usual ones. */
  failedAs?: readonly FailedAs[]
  /** The share at which it fails, and how often. */
  failure?: { afterFraction: number; code: string; times: number }
  /** The share at which it passes through state 6. */
  retryAfterFraction?: number
  /** The phase of its speed in radians, which makes it differ from others. */
  phase: number
}

/** Why one object failed. An absent name is made up. */
export type FailedAs = { reason: string; name?: string | undefined; sourceCode?: string | undefined }

export type Task = {
  id: string
  name: string
  groupId: string
  /** The synchronization task for whose event it was created. */
  syncId?: string
  /** The request without its secrets. */
  request: TaskRequest
  plan: Plan
  phase: Phase
  /** When it first migrated, or 0 before that. */
  startedAt: number
  /** Work done before the present leg, if there is one. */
  bytesDone: number
  activeMs: number
  /** Why the next run will fail at once: wrong keys or buckets. */
  doom?: string
  notificationError?: string
  recordError?: string
  /** Why its list of failed objects cannot be written. */
  listError?: string
}

export type TaskRequest = Omit<CreateRequest, 'src_node' | 'dst_node' | 'source_cdn'> & {
  src_node: Omit<CreateRequest['src_node'], SourceSecret>
  dst_node: Omit<CreateRequest['dst_node'], 'ak' | 'sk' | 'security_token' | KeyEncryption>
  source_cdn?: Omit<Cdn, 'authentication_key' | KeyEncryption> | undefined
}
type Cdn = NonNullable<CreateRequest['source_cdn']>
type KeyEncryption = 'crypto_type' | 'kms_key_id'
type SourceSecret = 'ak' | 'sk' | 'security_token' | 'json_auth_file' | 'connection_string' | KeyEncryption

/** Where and when a task is created. `tasks` are those whose ids are in use. */
export type Birth = { at: number; random: Random; queueMs: number; tasks: ReadonlyMap<string, unknown> }

/** A task that has just been accepted. */
export function newTask(request: TaskRequest, plan: Plan, { at, random, queueMs, tasks }: Birth): Task {
  return {
    id: unusedTaskId(tasks, at, random),
    name: newTaskName(request, at, random),
    groupId: '',
    request,
    plan,
    phase: { status: 1, readyAt: at + queueMs },
    ...{ startedAt: 0, bytesDone: 0, activeMs: 0 },
  }
}

/** The request without its keys, which OMS does not keep. */
export function withoutSecrets(request: CreateRequest): TaskRequest {
  const { ak: _ak, sk: _sk, security_token: _token, ...source } = request.src_node
  const { json_auth_file: _file, connection_string: _connection, ...from } = source
  const { ak: _dstAk, sk: _dstSk, security_token: _dstToken, ...to } = request.dst_node
  const nodes = { src_node: withoutKeyEncryption(from), dst_node: withoutKeyEncryption(to) }
  const { source_cdn: cdn, ...rest } = request
  return { ...rest, ...nodes, ...(cdn && { source_cdn: withoutCdnKey(cdn) }) }
}

export function withoutCdnKey({ authentication_key: _key, ...cdn }: Cdn): NonNullable<TaskRequest['source_cdn']> {
  return withoutKeyEncryption(cdn)
}

/** An id of fifteen digits that begins with the day, like all real ones seen. */
function unusedTaskId(taken: Birth['tasks'], at: number, random: Random): string {
  const id = chinaTime(at).slice(2, 8) + randomText(random, 9, '0123456789')
  return taken.has(id) ? unusedTaskId(taken, at, random) : id
}

/**
 * The name `<source>-<destination>-yyyyMMddHHmmssSSS_NNN`, in UTC+8 in every region. A URL list has no source bucket.
 */
function newTaskName(request: TaskRequest, at: number, random: Random): string {
  const buckets = [request.src_node.bucket, request.dst_node.bucket].filter(Boolean)
  return `${buckets.join('-')}-${chinaTime(at)}_${randomText(random, 3, '0123456789')}`
}

function chinaTime(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().replace(/\D/g, '')
}
