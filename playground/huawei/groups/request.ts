import { z } from 'zod'
import { type CreateRequest, createRequestSchema } from '../create-request.ts'

/** The kinds of task, as groups write them. */
export const TASK_TYPES = { LIST: 'list', URL_LIST: 'url_list', PREFIX: 'prefix' } as const

export const groupTypeSchema = z.enum(['LIST', 'URL_LIST', 'PREFIX']).default('PREFIX')

/** Like a task's, but with upper-case types and without a priority. */
const groupRequestSchema = createRequestSchema.omit({ task_priority: true }).extend({ task_type: groupTypeSchema })

/** A group's create body in the form that its tasks take over. */
export const taskFormSchema = groupRequestSchema.transform(
  (request): CreateRequest => ({ ...request, task_type: TASK_TYPES[request.task_type], task_priority: 'MEDIUM' }),
)
