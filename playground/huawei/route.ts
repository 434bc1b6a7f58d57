import type { Answer } from '../cloud/http.ts'
import type { Route } from '../cloud/routes.ts'
import { enterProject } from './access.ts'
import type { Handler, ProjectCall } from './gateway.ts'

export type HuaweiRoute = Route<Handler>

/** One route. `operation` is the name in Huawei's API reference and SDKs. */
export function row(
  operation: string,
  [method, path]: readonly [HuaweiRoute['method'], string],
  handle: Handler,
): HuaweiRoute {
  return { operation, method, path, handle }
}

/** Routes that read-only users may use, too. */
export function reads(handle: (call: ProjectCall) => Answer): Handler {
  return (call) => handle({ ...call, project: enterProject(call, 'read') })
}

export function writes(handle: (call: ProjectCall) => Answer): Handler {
  return (call) => handle({ ...call, project: enterProject(call, 'write') })
}
