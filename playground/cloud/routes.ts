export type Route<Handle> = {
  /** The operation's name in the cloud's API reference or SDKs. */
  operation: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path. `{name}` stands for one path segment. */
  path: string
  handle: Handle
}

/** The first matching row, with the decoded path segments. */
export function findRoute<Handle>(
  routes: readonly Route<Handle>[],
  method: string,
  path: string,
): { route: Route<Handle>; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path) : undefined
    if (params) return { route, params }
  }
  return undefined
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const form = pattern.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  const match = new RegExp(`^${form}$`).exec(path)
  if (!match) return undefined
  try {
    return Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, segment]) => [name, decodeURIComponent(segment)]),
    )
  } catch {
    return undefined
  }
}
