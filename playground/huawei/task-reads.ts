import { z } from 'zod'
import type { Answer } from '../cloud/http.ts'
import { answerIn } from './contracts.ts'
import type { ProjectCall } from './gateway.ts'
import { pageOf, pageSchema, readQuery, wholeNumber } from './query.ts'
import { bendTask } from './quirks.ts'
import { Refusal } from './refusals.ts'
import type { Task } from './task.ts'
import { answerTask } from './task-answer.ts'
import type { Project } from './world.ts'

const listQuerySchema = pageSchema(2_147_483_647).extend({
  /** The states that can be filters. 6 (retrying) cannot. */
  status: wholeNumber.pipe(z.literal([1, 2, 3, 4, 5, 7])).optional(),
  group_id: z.string().min(1).max(100).optional(),
  /** Part of the name. Newer than the reference. */
  task_name: z.string().optional(),
})

export function listTasks(call: ProjectCall): Answer {
  const { project } = call
  const { limit, offset, ...filter } = readQuery(call, listQuerySchema)
  const found = [...project.tasks.values()].filter((task) => isWanted(task, filter))
  const order = call.world.behaviour.listOrder
  const tasks = pageOf(found, { limit, offset, order, idOf: ({ id }) => id }).map((task) => show(task, call))
  return { status: 200, body: { tasks, count: found.length } }
}

export function showTask(call: ProjectCall): Answer {
  return { status: 200, body: show(findTask(call.project, call.params.task_id), call) }
}

function show(task: Task, { now, world: { behaviour, quirks } }: ProjectCall) {
  return answerIn(behaviour.contract, bendTask(answerTask(task, now, behaviour), quirks))
}

/** Finds a task. An unknown one is 400 OMS.1009, not the documented 404; Terraform's provider depends on that. */
export function findTask(project: Project, id: string | undefined): Task {
  const task = project.tasks.get(id ?? '')
  if (!task) throw new Refusal('OMS.1009')
  return task
}

type Filter = Omit<z.output<typeof listQuerySchema>, 'limit' | 'offset'>

function isWanted(task: Task, { status, group_id: groupId, task_name: name }: Filter): boolean {
  if (status !== undefined && task.phase.status !== status) return false
  if (groupId !== undefined && task.groupId !== groupId) return false
  return name === undefined || task.name.includes(name)
}
