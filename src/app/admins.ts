import type { People, PeopleIn } from '../access/people.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'

/** The admins of workspaces, for what Ferry has to tell them by itself. */
export type Admins = {
  /** Reads the admins of a workspace whenever it is called: Slack user ids. Reads them once at once, to know them. */
  of(workspace: string): () => Promise<readonly string[]>
  /** Slack user ids of the admins that were read last: known even while the store can't be reached. */
  last(workspace: string): readonly string[]
}

export type AdminParts = {
  store: Pick<Store, 'in'>
  people: PeopleIn<Pick<People, 'firstAdmins'>>
  log: Log<'warn'>
}

/** Most admins who are told in private. */
const mostAdmins = 5

export function createAdmins(parts: AdminParts): Admins {
  const known = new Map<string, readonly string[]>()

  async function read(workspace: string): Promise<readonly string[]> {
    const admins = await adminsOf(workspace, parts)
    known.set(workspace, admins)
    return admins
  }

  return {
    of(workspace) {
      read(workspace).catch((error: unknown) => parts.log.warn({ workspace, err: error }, 'The admins are not known'))
      return () => read(workspace)
    },
    last: (workspace) => known.get(workspace) ?? [],
  }
}

async function adminsOf(workspace: string, { store, people, log }: AdminParts): Promise<readonly string[]> {
  const { items } = await store.in(workspace).grants.list()
  const given = items.filter(({ type, role, account }) => type === 'user' && role === 'admin' && account === undefined)
  const first = await people
    .in(workspace)
    .firstAdmins()
    .catch((error: unknown): readonly string[] => {
      log.warn({ workspace, err: error }, 'The first admins are not known')
      return []
    })
  return [...new Set([...first, ...given.map(({ id }) => id)])].slice(0, mostAdmins)
}
