import { z } from 'zod'
import { cdnKey, longKey, shortKey, window } from './rules.ts'

/** Orders to OMS about task groups (5.4), checked before they are sent. */

export const groupFilter = z.strictObject({ ...window, status: z.int().min(0).max(9).optional() })

/** Keys to start a group. Unlike a task, a group takes no temporary keys. */
export const groupStart = z.strictObject({
  src_ak: shortKey.optional(),
  src_sk: shortKey.optional(),
  /** JSON key file of Google. */
  json_auth_file: longKey.optional(),
  /** Connection string of Azure. Huawei's SDKs have it, the document does not. */
  connection_string: longKey.optional(),
  dst_ak: shortKey,
  dst_sk: shortKey,
  source_cdn_authentication_key: cdnKey.optional(),
})

/** Keys to repeat a group. The document calls them optional but sends them in every example, because OMS keeps none. */
export const groupRetry = groupStart.extend({ migrate_failed_object: z.boolean().optional() })
