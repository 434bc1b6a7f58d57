import type { Backend } from '../backend.ts'
import { nameIn, storedKey } from './namespace.ts'
import { openNamespace, pagesIn } from './open-namespace.ts'

/**
 * Keeps a list of the workspaces that have stored something, because Keyv can't list its namespaces. None is ever
 * removed, because audits stay.
 */
export function createWorkspaceRegister(backend: Backend): WorkspaceRegister {
  const keyv = openNamespace(backend, namespace)
  const known = new Set<string>()
  const notes = new Map<string, Promise<void>>()

  async function write(workspace: string): Promise<void> {
    try {
      await keyv.set(storedKey(namespace, workspace), true)
      known.add(workspace)
    } finally {
      // A failed note is made again. Everybody who waits for it gets the error.
      notes.delete(workspace)
    }
  }

  return {
    note(workspace) {
      if (known.has(workspace)) return undefined
      const note = notes.get(workspace) ?? write(workspace)
      notes.set(workspace, note)
      return note
    },
    async list() {
      const workspaces: string[] = []
      for await (const [, page] of pagesIn(keyv)) workspaces.push(...page.map(([key]) => nameIn(namespace, key)))
      return workspaces.sort()
    },
  }
}

const namespace = 'workspaces'

export type WorkspaceRegister = {
  /**
   * Notes a workspace. Called before each write; costs a write of its own only the first time. Undefined if it is noted
   * already.
   */
  note(workspace: string): Promise<void> | undefined
  list(): Promise<string[]>
}
