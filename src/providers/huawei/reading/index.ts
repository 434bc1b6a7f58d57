import type { Kind } from '../../../migrations/migration.ts'
import { groupReader } from './groups.ts'
import type { KindReader } from './reader.ts'
import { syncReader } from './syncs.ts'
import { taskReader } from './tasks.ts'

/** How each kind of migration is read, by Ferry's name for it. */
export const readers: Partial<Record<Kind, KindReader>> = { task: taskReader, group: groupReader, sync: syncReader }
