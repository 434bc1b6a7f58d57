import type { Responder } from '../../access/owners.ts'
import type { Log } from '../../log.ts'
import type { Claim, Group, Member, WorkspaceStore } from '../../store/store.ts'

/** The groups of a workspace: in the memory of its leader, and stored before anything about them is sent. */
export type Groups = {
  get(id: string): Group | undefined
  all(): Group[]
  in(channel: string): Group[]
  /** How an event of a watch is told: by a group, or `alone`. Undefined while that is not decided. */
  decisionOn(watchId: string, seq: number): Group | 'alone' | undefined
  /** Whose turn it is about an event of a watch. Nobody's while that is not decided. */
  respondersOn(watchId: string, seq: number): readonly Responder[]
  /** Groups with a watch among their members. */
  with(watchId: string): Group[]
  /** Stores new groups, and those that have changed. Throws lease_lost if the workspace has another leader. */
  keep(groups: readonly Group[]): Promise<void>
  forget(ids: readonly string[]): Promise<void>
}

type Stored = Pick<WorkspaceStore, 'groups' | 'commit'>

/**
 * Reads the groups of a workspace. Every write is refused by the store once the lease is over. What can't be read is
 * logged and left as it is: its events may be told again, rather than never.
 */
export async function loadGroups(
  { groups: records, commit }: Stored,
  fence: Claim,
  log: Log<'error'>,
): Promise<Groups> {
  const groups = new Map<string, Group>()
  const byChannel = new Map<string, Map<string, Group>>()
  const byWatch = new Map<string, Map<number, Group>>()

  function remember(group: Group): void {
    groups.set(group.id, group)
    byChannel.set(group.channel, (byChannel.get(group.channel) ?? new Map<string, Group>()).set(group.id, group))
    for (const { watchId, seq } of group.members) {
      const own = byWatch.get(watchId) ?? new Map<number, Group>()
      byWatch.set(watchId, own.set(seq, group))
    }
  }

  function memberOf(watchId: string, seq: number): { group?: Group | undefined; member?: Member | undefined } {
    const group = byWatch.get(watchId)?.get(seq)
    return { group, member: group?.members.find((one) => one.watchId === watchId && one.seq === seq) }
  }

  function forget(id: string): void {
    const { channel = '', members = [] } = groups.get(id) ?? {}
    for (const { watchId, seq } of members) drop(byWatch, watchId, seq)
    drop(byChannel, channel, id)
    groups.delete(id)
  }

  const { items, unreadable } = await records.list()
  for (const key of unreadable) log.error({ collection: 'groups', key }, 'A record cannot be read and is left as it is')
  for (const group of items) remember(group)
  return {
    get: (id) => groups.get(id),
    all: () => [...groups.values()],
    in: (channel) => [...(byChannel.get(channel)?.values() ?? [])],
    decisionOn(watchId, seq) {
      const { group, member } = memberOf(watchId, seq)
      return member?.isAlone ? 'alone' : group
    },
    respondersOn: (watchId, seq) => memberOf(watchId, seq).member?.responders ?? [],
    with: (watchId) => [...new Set(byWatch.get(watchId)?.values())],
    async keep(changed) {
      if (changed.length === 0) return
      await commit(
        changed.map((group) => records.putting(group.id, group)),
        fence,
      )
      for (const group of changed) remember(group)
    },
    async forget(ids) {
      if (ids.length === 0) return
      await commit(ids.map(records.dropping), fence)
      for (const id of ids) forget(id)
    },
  }
}

function drop<Id>(index: Map<string, Map<Id, Group>>, key: string, id: Id): void {
  const own = index.get(key)
  own?.delete(id)
  if (own?.size === 0) index.delete(key)
}
