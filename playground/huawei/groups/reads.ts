import { z } from 'zod'
import type { Answer } from '../../cloud/http.ts'
import { answerIn } from '../contracts.ts'
import type { ProjectCall } from '../gateway.ts'
import { pageOf, pageSchema, readQuery, wholeNumber } from '../query.ts'
import { bendGroup } from '../quirks.ts'
import { notFound } from '../refusals.ts'
import { answerGroup } from './answer.ts'
import type { Group } from './group.ts'
import { tasksOf } from './tasks.ts'

const listQuerySchema = pageSchema(2_147_483_647).extend({
  status: wholeNumber.pipe(z.number().max(9)).optional(),
})

export function listTaskGroups(call: ProjectCall): Answer {
  const { status, ...page } = readQuery(call, listQuerySchema)
  const groups = [...call.project.groups.values()]
  const found = groups.filter(({ phase }) => status === undefined || phase.status === status)
  const order = call.world.behaviour.listOrder
  const taskgroups = pageOf(found, { ...page, order, idOf: ({ id }) => id }).map((group) => show(group, call))
  return { status: 200, body: { count: found.length, taskgroups } }
}

/** Shows a group. An unknown group is a real 404, unlike an unknown task. */
export function showTaskGroup(call: ProjectCall): Answer {
  const group = call.project.groups.get(call.params.group_id ?? '')
  if (!group) throw notFound()
  return { status: 200, body: show(group, call) }
}

function show(group: Group, { project, now, world: { behaviour, quirks } }: ProjectCall) {
  const answer = answerGroup(group, { tasks: tasksOf(project, group), now, behaviour })
  return answerIn(behaviour.contract, bendGroup(answer, quirks))
}
