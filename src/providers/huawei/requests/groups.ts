import { z } from 'zod'
import { creationProblems } from './creation-problems.ts'
import { cdnKey, creation, longKey, shortKey, source, sourceCloud, target, window } from './nodes.ts'

/** Orders to OMS about task groups (5.4), checked before they are sent. */
export type GroupCreation = z.input<typeof groupCreation>

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

export const groupCreation = z
  .strictObject({
    ...creation,
    task_type: z.enum(['LIST', 'URL_LIST', 'PREFIX']),
    /** The source of a group. For a list, `list_file_key` is the folder that holds the list files. */
    src_node: z.strictObject({ ...source, cloud_type: sourceCloud, connection_string: longKey.optional() }),
    /** The destination of a group. HEC is another name of Huawei Cloud. */
    dst_node: z.strictObject({ ...target, cloud_type: z.literal('HEC') }),
  })
  .superRefine((group, context) => {
    for (const [path, message] of creationProblems(group.task_type.toLowerCase(), true, group)) {
      context.addIssue({ code: 'custom', path: [...path], message })
    }
  })
