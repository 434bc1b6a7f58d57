import type { GroupSeed, HuaweiOptions } from '../../../playground/huawei/simulator.ts'
import { project, startCloud } from './cloud.ts'

const allStates = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const

/** The states of a group, except the given ones. */
export function statesWithout(...allowed: number[]) {
  return allStates.filter((status) => !allowed.includes(status))
}

/** Starts a simulator with one task group. The returned functions call its API. */
export async function startWithGroup(seed?: GroupSeed, options?: Partial<HuaweiOptions>) {
  const cloud = await startCloud(options)
  const id = cloud.simulator.addGroup(project, seed)
  const change = (action: string, body?: unknown) =>
    cloud.call('PUT', `${cloud.groups}/${id}/${action}`, body === undefined ? {} : { body })
  const remove = () => cloud.call('DELETE', `${cloud.groups}/${id}`)
  const show = () => cloud.showGroup(id)
  const statuses = () => cloud.simulator.tasks(project).map(({ status }) => status)
  return { ...cloud, id, change, remove, show, statuses }
}
