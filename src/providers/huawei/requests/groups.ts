import { z } from 'zod'
import { startKeys, window } from './rules.ts'

/** Orders to OMS about task groups (5.4), checked before they are sent. */

export const groupFilter = z.strictObject({ ...window, status: z.int().min(0).max(9).optional() })

/** Keys to start a group. Unlike a task, a group takes no temporary keys. */
export const groupStart = z.strictObject(startKeys)

/** Keys to repeat a group. The document calls them optional but sends them in every example, because OMS keeps none. */
export const groupRetry = groupStart.extend({ migrate_failed_object: z.boolean().optional() })
