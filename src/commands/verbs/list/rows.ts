import { defined } from '../../../defined.ts'
import type { Family } from '../../../migrations/families.ts'
import { bornAt, type Kind, kinds, type Migration } from '../../../migrations/migration.ts'
import type { ListQuery, MigrationPage, Provider } from '../../../providers/provider.ts'
import { pageSize } from '../../../views/page/list.ts'

/** What to list: migrations of a state or kind, the tasks of a group, or the runs of a synchronization task. */
export type Filter = Pick<ListQuery, 'state' | 'group' | 'kind'> & { sync?: Migration }

/** Rows of a list. `isWhole`: each family has all its members. `isCut`: a cloud may leave out some migrations. */
export type Rows = { rows: readonly Family[]; hasMore: boolean; total?: number; isWhole: boolean; isCut?: boolean }

/** Rows of several accounts, newest first. */
export function merged(parts: readonly Rows[]): Rows {
  const totals = parts.map(({ total }) => total)
  const total = totals.every((one) => one !== undefined) ? totals.reduce((sum, one) => sum + one, 0) : undefined
  return {
    rows: parts.flatMap(({ rows }) => rows).sort(newestFirst),
    hasMore: parts.some(({ hasMore }) => hasMore),
    isWhole: parts.every(({ isWhole }) => isWhole),
    ...(parts.some(({ isCut }) => isCut) ? { isCut: true } : {}),
    ...defined({ total }),
  }
}

/** One page of rows that begin with the first. */
export function pageOf({ rows, hasMore, ...rest }: Rows, page: number): Rows {
  const end = page * pageSize
  return { ...rest, rows: rows.slice(end - pageSize, end), hasMore: hasMore || rows.length > end }
}

/**
 * Whether the rows are what the cloud lists: the migrations of one kind, the tasks of one group, or everything where
 * nothing has members.
 */
export function isFlat(provider: Provider, { kind, group, sync }: Filter): boolean {
  if (sync !== undefined) return false
  return kind !== undefined || group !== undefined || headKindsOf(provider).length === 0
}

/** Kinds of migrations that have members. */
export function headKindsOf({ kinds: offered }: Pick<Provider, 'kinds'>): Kind[] {
  return kinds.filter((kind) => offered[kind]?.hasTasks === true || offered[kind]?.hasRuns === true)
}

/** Migrations without members, one a row. */
export function alone({ migrations, ...page }: MigrationPage): Rows {
  return { ...page, rows: migrations.map((head) => ({ head, members: [] })), isWhole: true }
}

export function newestFirst(a: Family, b: Family): number {
  return bornAt(b.head) - bornAt(a.head)
}
