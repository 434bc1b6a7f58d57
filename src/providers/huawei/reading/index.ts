import { defined } from '../../../defined.ts'
import type { Kind, Migration } from '../../../migrations/migration.ts'
import { listedPage } from '../../pages.ts'
import type { CallOptions, ListedPage, ListPart, Target } from '../../provider.ts'
import type { Session } from '../client/session.ts'
import { oms } from '../oms.ts'
import { readOne } from '../targets.ts'
import { groupReader } from './groups.ts'
import { type KindReader, pageSize } from './reader.ts'
import { syncReader } from './syncs.ts'
import { taskReader } from './tasks.ts'

/** How each kind of migration is read, by Ferry's name for it. */
const readers: Partial<Record<Kind, KindReader>> = { task: taskReader, group: groupReader, sync: syncReader }

/** Proves the credentials. */
export async function check({ call }: Session, options: CallOptions): Promise<void> {
  await call(oms.ListTasks, { limit: 1 }, options)
}

/** One page of the list of a kind, in one call, or in none past the last offset that OMS accepts. */
export async function readPage(session: Session, part: ListPart, options: CallOptions): Promise<ListedPage> {
  const { kind, state, offset } = part
  const { list, lastOffset } = readers[kind] ?? {}
  const read = list?.(state)
  const isBeyondReach = lastOffset !== undefined && offset > lastOffset
  if (read === undefined || isBeyondReach) return { migrations: [], rows: 0, isLast: true }
  const page = await read(session, { offset, limit: pageSize }, options)
  return listedPage(page, { offset, pageSize, ...defined({ lastOffset }) })
}

export async function show(session: Session, target: Target, options: CallOptions): Promise<Migration | undefined> {
  const reader = readers[target.kind]
  return reader?.isId(target.id) ? readOne(reader, { session, options }, target) : undefined
}
