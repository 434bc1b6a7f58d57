import { z } from 'zod'
import { type CreateRequest, createRequestSchema } from '../create-request.ts'

/** The types of tasks, as groups write them. */
export const TASK_TYPES = { LIST: 'list', URL_LIST: 'url_list', PREFIX: 'prefix' } as const

export const groupTypeSchema = z.enum(['LIST', 'URL_LIST', 'PREFIX']).default('PREFIX')

const { src_node, dst_node } = createRequestSchema.shape

/**
 * The body of a creation: like a task's, but with types in upper case, and without priority and temporary keys (5.4.2).
 */
const groupRequestSchema = createRequestSchema.omit({ task_priority: true }).extend({
  task_type: groupTypeSchema,
  src_node: src_node.omit({ security_token: true }),
  dst_node: dst_node.omit({ security_token: true }).extend({ cloud_type: z.literal('HEC').default('HEC') }),
})

/** A group's request in the form of its tasks. */
export const taskFormSchema = groupRequestSchema.transform(
  ({ dst_node: { cloud_type: _, ...destination }, ...request }): CreateRequest => ({
    ...request,
    dst_node: destination,
    task_type: TASK_TYPES[request.task_type],
    task_priority: 'MEDIUM',
  }),
)
