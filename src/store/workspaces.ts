import type { Backend } from './backend.ts'
import { entriesOf, openNamespace } from './collection.ts'
import { escapeName } from './namespace.ts'

/** Which workspaces have stored something, since Keyv can't list its namespaces. None is ever forgotten: audits stay. */
export function createWorkspaceRegister(backend: Backend): WorkspaceRegister {
  const keyv = openNamespace(backend, 'workspaces')
  const notes = new Map<string, Promise<unknown>>()
  return {
    async note(workspace) {
      const known = notes.get(workspace)
      if (known !== undefined) return void (await known)
      const isWritten = keyv.set(escapeName(workspace), true)
      notes.set(workspace, isWritten)
      // A note that failed is not remembered; whoever waits for it hears of the failure.
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
  /** Before each write; costs a write of its own only the first time. */
  note(workspace: string): Promise<void>
  list(): Promise<string[]>
}
