import type { Kind } from '../../../migrations/migration.ts'
import { groups } from './groups.ts'
import type { OmsKind } from './kind.ts'
import { syncs } from './syncs.ts'
import { tasks } from './tasks.ts'

/** The kinds of migration that OMS runs, by Ferry's name for each. */
export const omsKinds: Partial<Record<Kind, OmsKind>> = { task: tasks, group: groups, sync: syncs }
