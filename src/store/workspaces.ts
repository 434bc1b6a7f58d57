import type { Backend } from './backend.ts'
import { entriesOf, openNamespace } from './collection.ts'
import { escapeName } from './namespace.ts'

/**
 * Keeps a list of the workspaces that have stored something, because Keyv can't list its namespaces. None is ever
 * removed, because audits stay.
 */
export function createWorkspaceRegister(backend: Backend): WorkspaceRegister {
  const keyv = openNamespace(backend, 'workspaces')
  const notes = new Map<string, Promise<unknown>>()
  return {
    async note(workspace) {
      const known = notes.get(workspace)
      if (known !== undefined) return void (await known)
      const isWritten = keyv.set(escapeName(workspace), true)
      notes.set(workspace, isWritten)
      // A failed note is forgotten, so that it is made again. Everybody who waits for it gets the error.
      isWritten.catch(() => notes.delete(workspace))
      await isWritten
    },
    async list() {
      const workspaces: string[] = []
      for await (const [workspace] of entriesOf(keyv)) workspaces.push(workspace)
      return workspaces.sort()
    },
  }
}

export type WorkspaceRegister = {
  /** Notes a workspace. Called before each write; costs a write of its own only the first time. */
  note(workspace: string): Promise<void>
  list(): Promise<string[]>
}
