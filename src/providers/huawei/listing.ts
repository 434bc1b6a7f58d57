import { defined } from '../../defined.ts'
import { isAppError } from '../../errors/errors.ts'
import { listedPage } from '../pages.ts'
import type { CallOptions, ListedPage, ListPart, ListQuery, MigrationPage } from '../provider.ts'
import { label } from './client/client.ts'
import type { Session } from './client/session.ts'
import { type ReadPart, readInTurn } from './in-turn.ts'
import { groupReader } from './reading/groups.ts'
import { readers } from './reading/index.ts'
import { type List, pageSize } from './reading/reader.ts'
import { syncReader } from './reading/syncs.ts'
import { listsNamed, listsOfGroup, taskReader } from './reading/tasks.ts'

/**
 * One page of tasks, then groups, then synchronization tasks. Takes three calls; one kind alone, or the tasks of a
 * group, take one. Failed or queued migrations take four, because groups have two statuses for those states and
 * synchronization tasks none.
 */
export async function list(session: Session, query: ListQuery, options: CallOptions): Promise<MigrationPage> {
  const bound =
    (one: List): ReadPart =>
    (part) =>
      one(session, part, options)
  const { needed, dispensable } = listsFor(query)
  const lists = [...needed.map(bound), ...dispensable.map((one) => orMissing(session, bound(one)))]
  return readInTurn(lists, { offset: query.offset, limit: Math.min(query.limit, pageSize) })
}

type Lists = { needed: readonly List[]; dispensable: readonly List[] }

function listsFor({ kind, state, group, name }: ListQuery): Lists {
  if (group !== undefined) {
    const couldBe = groupReader.isId(group) && (kind === undefined || kind === 'task')
    return { needed: couldBe ? listsOfGroup(group, state) : [], dispensable: [] }
  }
  // Only tasks have names.
  if (name !== undefined) {
    return { needed: kind === undefined || kind === 'task' ? listsNamed(name, state) : [], dispensable: [] }
  }
  if (kind !== undefined) return { needed: readers[kind]?.lists(state) ?? [], dispensable: [] }
  return {
    needed: taskReader.lists(state),
    dispensable: [groupReader, syncReader].flatMap((other) => other.lists(state)),
  }
}

/** One page of the list of a kind, in one call, or in none past the last offset that OMS accepts. */
export async function readPage(session: Session, part: ListPart, options: CallOptions): Promise<ListedPage> {
  const { kind, state, offset } = part
  const { lists, lastOffset } = readers[kind] ?? {}
  const [read] = lists?.(state) ?? []
  const isBeyondReach = lastOffset !== undefined && offset > lastOffset
  if (read === undefined || isBeyondReach) return { migrations: [], rows: 0, isLast: true }
  const page = await read(session, { offset, limit: pageSize }, options)
  return listedPage(page, { offset, pageSize, ...defined({ lastOffset }) })
}

/**
 * A list whose trouble leaves a line in the log, and nothing else. Synchronization tasks do not exist in every region,
 * and each kind needs a permission of its own: people who can read nothing but tasks still see those.
 */
function orMissing(session: Session, read: ReadPart): ReadPart {
  return async (part) => {
    try {
      return await read(part)
    } catch (error) {
      if (!isAppError(error)) throw error
      const { account, environment } = session
      environment.warn(`${label} did not list groups or synchronization tasks`, { account, problem: error.message })
    }
  }
}
