import { isAppError } from '../../errors.ts'
import type { Kind, Migration } from '../../migrations/migration.ts'
import type { CallOptions, ListQuery, MigrationPage } from '../provider.ts'
import { label } from './client.ts'
import { type ReadPart, readInTurn } from './in-turn.ts'
import { groups } from './kinds/groups.ts'
import { omsKinds } from './kinds/index.ts'
import { type List, pageSize } from './kinds/kind.ts'
import { syncs } from './kinds/syncs.ts'
import { listsNamed, listsOfGroup, tasks } from './kinds/tasks.ts'
import type { Session } from './session.ts'

/**
 * Tasks, then groups, then synchronization tasks: three calls where a kind by itself takes one, as do the tasks of a
 * group. Those of a failed or queued state are four, as groups have two statuses for it and synchronization tasks none.
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
    const couldBe = groups.isId(group) && (kind === undefined || kind === 'task')
    return { needed: couldBe ? listsOfGroup(group, state) : [], dispensable: [] }
  }
  // Only tasks have names.
  if (name !== undefined) {
    return { needed: kind === undefined || kind === 'task' ? listsNamed(name, state) : [], dispensable: [] }
  }
  if (kind !== undefined) return { needed: omsKinds[kind]?.lists(state) ?? [], dispensable: [] }
  return { needed: tasks.lists(state), dispensable: [groups, syncs].flatMap((other) => other.lists(state)) }
}

/**
 * Three calls for tasks, then one for groups and one for synchronization tasks, each only where that kind is wanted;
 * more only where those fill a page. Tasks
 * come first and alone, so that refused keys are not tried so often that the cloud locks them.
 */
export async function listActive(session: Session, options: ActiveOptions): Promise<Migration[]> {
  const isWanted = (kind: Kind) => options.kinds?.includes(kind) ?? true
  const activeTasks = isWanted('task') ? await tasks.readActive(session, options) : []
  const wanted = [...(isWanted('group') ? [groups] : []), ...(isWanted('sync') ? [syncs] : [])]
  const others = wanted.map((kind) => unlessTroubled(session, kind.readActive(session, options)))
  return [...activeTasks, ...(await Promise.all(others)).flatMap((found) => found ?? [])]
}

type ActiveOptions = CallOptions & { kinds?: readonly Kind[] }

function orMissing(session: Session, read: ReadPart): ReadPart {
  return (part) => unlessTroubled(session, read(part))
}

/**
 * Undefined, and a line in the log, where the cloud makes trouble. Synchronization tasks don't exist in every region, and
 * each kind takes a right of its own: the tasks of those who can read nothing else are worth reading.
 */
async function unlessTroubled<Found>(session: Session, reading: Promise<Found>): Promise<Found | undefined> {
  try {
    return await reading
  } catch (error) {
    if (!isAppError(error)) throw error
    const { account, environment } = session
    environment.warn(`${label} did not list groups or synchronization tasks`, { account, problem: error.message })
  }
}
