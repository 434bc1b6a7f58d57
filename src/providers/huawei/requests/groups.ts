import { z } from 'zod'
import { creationProblems } from './creation-problems.ts'
import { cdnKey, creation, longKey, shortKey, source, sourceCloud, target, window } from './nodes.ts'

/** What OMS may be asked to do with task groups (5.4), checked before it is sent. */
export type GroupFilter = z.input<typeof groupFilter>
export type GroupCreation = z.input<typeof groupCreation>
export type GroupStart = z.input<typeof groupStart>
export type GroupRetry = z.input<typeof groupRetry>

export const groupFilter = z.strictObject({ ...window, status: z.int().min(0).max(9).optional() })

/** Unlike a task, a group takes no temporary keys. */
export const groupStart = z.strictObject({
  src_ak: shortKey.optional(),
  src_sk: shortKey.optional(),
  /** Google. */
  json_auth_file: longKey.optional(),
  /** Azure; in Huawei's SDKs, not in the document. */
  connection_string: longKey.optional(),
  dst_ak: shortKey,
  dst_sk: shortKey,
  source_cdn_authentication_key: cdnKey.optional(),
})

/** The document calls its keys optional and sends them in every example: OMS keeps none. */
export const groupRetry = groupStart.extend({ migrate_failed_object: z.boolean().optional() })

export const groupCreation = z
  .strictObject({
    ...creation,
    task_type: z.enum(['LIST', 'URL_LIST', 'PREFIX']),
    /** Of a list, `list_file_key` is the folder that holds the list files. */
    src_node: z.strictObject({ ...source, cloud_type: sourceCloud, connection_string: longKey.optional() }),
    /** Huawei Cloud by its other name. */
    dst_node: z.strictObject({ ...target, cloud_type: z.literal('HEC') }),
  })
  .superRefine((group, context) => {
    for (const [path, message] of creationProblems(group.task_type.toLowerCase(), true, group)) {
      context.addIssue({ code: 'custom', path: [...path], message })
    }
  })
