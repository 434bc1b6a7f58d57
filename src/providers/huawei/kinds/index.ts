import type { Kind } from '../../../migrations/migration.ts'
import { groups } from './groups.ts'
import type { OmsKind } from './kind.ts'
import { syncs } from './syncs.ts'
import { tasks } from './tasks.ts'

/** Everything that OMS runs, by Ferry's word for it. */
export const omsKinds: Partial<Record<Kind, OmsKind>> = { task: tasks, group: groups, sync: syncs }
