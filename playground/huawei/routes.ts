import { enterProject } from './access.ts'
import type { Answer, Handler, ProjectCall } from './gateway.ts'
import { createToken, listProjects } from './iam.ts'
import { batchUpdateTasks, deleteTask, stopTask, updateBandwidthPolicy } from './task-changes.ts'
import { listTasks, showTask } from './task-reads.ts'
import { createTask, startTask } from './task-starts.ts'

export type Route = {
  /** The name in Huawei's API reference and SDKs. */
  operation: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `{name}` stands for one path segment. */
  path: string
  handle: Handler
}

/** Everything that is simulated. Task groups, synchronisation tasks and buckets are further rows. */
export const routes: readonly Route[] = [
  { operation: 'KeystoneCreateUserTokenByPassword', method: 'POST', path: '/v3/auth/tokens', handle: createToken },
  { operation: 'KeystoneListProjects', method: 'GET', path: '/v3/projects', handle: listProjects },
  { operation: 'ListTasks', method: 'GET', path: '/v2/{project_id}/tasks', handle: reads(listTasks) },
  { operation: 'ShowTask', method: 'GET', path: '/v2/{project_id}/tasks/{task_id}', handle: reads(showTask) },
  { operation: 'CreateTask', method: 'POST', path: '/v2/{project_id}/tasks', handle: writes(createTask) },
  { operation: 'StopTask', method: 'POST', path: '/v2/{project_id}/tasks/{task_id}/stop', handle: writes(stopTask) },
  { operation: 'StartTask', method: 'POST', path: '/v2/{project_id}/tasks/{task_id}/start', handle: writes(startTask) },
  { operation: 'DeleteTask', method: 'DELETE', path: '/v2/{project_id}/tasks/{task_id}', handle: writes(deleteTask) },
  {
    operation: 'UpdateBandwidthPolicy',
    method: 'PUT',
    path: '/v2/{project_id}/tasks/{task_id}/bandwidth-policy',
    handle: writes(updateBandwidthPolicy),
  },
  {
    operation: 'BatchUpdateTasks',
    method: 'POST',
    path: '/v2/{project_id}/tasks/batch-update',
    handle: writes(batchUpdateTasks),
  },
]

export function findRoute(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path) : undefined
    if (params) return { route, params }
  }
  return undefined
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const form = pattern.replace(/\{(\w+)\}/g, '(?<$1>[\\w.-]+)')
  const match = new RegExp(`^${form}$`).exec(path)
  return match ? { ...match.groups } : undefined
}

function reads(handle: (call: ProjectCall) => Answer): Handler {
  return (call) => handle({ ...call, project: enterProject(call, 'read') })
}

function writes(handle: (call: ProjectCall) => Answer): Handler {
  return (call) => handle({ ...call, project: enterProject(call, 'write') })
}
