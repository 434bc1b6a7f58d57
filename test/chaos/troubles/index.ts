import type { Trouble } from '../trouble.ts'
import { forgetting } from './clouds.ts'
import { freezes } from './freezes.ts'
import { redisKills, sqliteKills } from './kills.ts'

/** Every kind of trouble, in the order of the table. */
export const troubles: readonly Trouble[] = [sqliteKills, redisKills, freezes, forgetting]
