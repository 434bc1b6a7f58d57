import type { MigrationRequest } from '../../approvals/request.ts'
import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import type { Migration } from '../../migrations/migration.ts'
import { type Ref, refOf, watchedIds } from '../../migrations/typed/ref.ts'
import type { Watch } from '../../store/store.ts'
import type { Origin, Tools } from '../machine/command.ts'
import type { Subject } from './found.ts'
import { subjectIn } from './quoted.ts'

type Looking = Pick<Tools, 'store' | 'fleet' | 'providers'>

/** The migrations that somebody means who names none: those of the message that they point to, or of the thread. */
export async function subjectOf(origin: Origin, tools: Looking): Promise<Subject | undefined> {
  const quoted = origin.quoted === undefined ? undefined : await subjectIn(origin.quoted, tools)
  return quoted ?? subjectOfThread(origin, tools)
}

/**
 * The migrations of the thread in which somebody asks. Reads what is stored, so every replica knows it. Undefined if the
 * thread is not below a message of Ferry's, or is about no migration. Throws request_without_migration below a request
 * that has become none.
 */
async function subjectOfThread({ channel, thread }: Origin, tools: Looking): Promise<Subject | undefined> {
  if (channel === undefined || thread === undefined) return undefined
  const record = await tools.store.channels.get(channel)
  if (record === undefined) return undefined
  const ids = Object.entries(record.receipts).flatMap(([id, { cardTs }]) => (cardTs === thread ? [id] : []))
  const watch = ids.find((id) => id.includes('/'))
  if (watch !== undefined) return { type: 'one', ref: await watched(watch, tools) }
  const past = record.past?.[thread]
  if (past !== undefined) return { type: 'one', ref: fullRef(past) }
  for (const id of ids) {
    const subject = await (id.startsWith('board:') ? boardSubject(channel, tools) : ofGroupOrRequest(id, tools))
    if (subject !== undefined) return subject
  }
  return undefined
}

/** The migration of a watch. Its record is gone for a moment when the watch ends; its id names the migration too. */
async function watched(id: string, tools: Looking): Promise<Ref> {
  const watch = await tools.store.watches.get(id)
  if (watch === undefined) return fullRef(id.slice(0, id.lastIndexOf('@')))
  const ids = watchedIds(watch)
  const [known] =
    ids.length > 1
      ? await knownAmong(
          ids.map((one) => `${watch.account}/${one}`),
          tools,
        )
      : []
  return { account: watch.account, text: known?.id ?? watch.migrationId, isPrefix: false }
}

async function ofGroupOrRequest(id: string, tools: Looking): Promise<Subject | undefined> {
  const group = await tools.store.groups.get(id)
  if (group !== undefined) {
    const refs = group.members.map(({ account, migrationId }) => refOf({ account, id: migrationId }))
    return several([...new Set(refs)], tools, id)
  }
  const record = await tools.store.requests.get(id)
  return record && requestSubject(record.request)
}

function requestSubject({ id, spec, status }: MigrationRequest): Subject {
  if (status.type === 'created') {
    return { type: 'one', ref: { account: spec.account, text: status.migrationId, isPrefix: false } }
  }
  const why = status.type === 'failed' ? `: ${status.failure.what}` : unmade[status.type]
  throw new AppError('request_without_migration', { id, why })
}

const unmade = {
  waiting: ' yet: it waits for approval.',
  approved: ' yet: it is approved and about to be created.',
  creating: ' yet: it is being created.',
  rejected: ': it was rejected.',
  withdrawn: ': it was withdrawn.',
  expired: ': it expired.',
} as const

/** The migrations that a channel follows, newest watch first. */
async function boardSubject(channel: string, tools: Looking): Promise<Subject | undefined> {
  const { items } = await tools.store.watches.list()
  const here = items.filter((watch) => watch.channel === channel && watch.ended === undefined)
  const refs = here.toSorted((a, b) => b.createdAt - a.createdAt).map(refOfWatch)
  return refs.length === 0 ? undefined : several([...new Set(refs)], tools)
}

function refOfWatch({ account, migrationId }: Watch): string {
  return refOf({ account, id: migrationId })
}

async function several(refs: readonly string[], tools: Looking, group?: string): Promise<Subject> {
  const [only] = refs
  if (only !== undefined && refs.length === 1) return { type: 'one', ref: fullRef(only) }
  const migrations = await knownAmong(refs, tools)
  const unseen = refs.length - migrations.length
  return { type: 'several', from: 'thread', migrations, unseen, ...defined({ group }) }
}

/** The migrations of these references that are known, in the same order. Asks no cloud. */
async function knownAmong(refs: readonly string[], { fleet }: Looking): Promise<Migration[]> {
  const ids = refs.map((ref) => fullRef(ref).text)
  const { sighted } = await fleet.ask({ type: 'find', ref: { text: '', isPrefix: false, ids } })
  const known = new Map(sighted.map(({ migration }) => [refOf(migration), migration]))
  return refs.flatMap((ref) => known.get(ref) ?? [])
}

/** Reads `account/id`. Unlike a typed reference, the id may hold any character. */
function fullRef(ref: string): Ref {
  const at = ref.indexOf('/')
  return { account: ref.slice(0, at), text: ref.slice(at + 1), isPrefix: false }
}
