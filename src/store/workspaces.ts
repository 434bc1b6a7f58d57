import type { Clock } from '../clock.ts'
import type { Backend } from './backend.ts'
import { entriesOf, openNamespace } from './collection.ts'
import { escapeName } from './namespace.ts'

/** Which workspaces have stored something, since Keyv can't list its namespaces. */
export function createWorkspaceRegister({ backend, clock }: { backend: Backend; clock: Clock }): WorkspaceRegister {
  const keyv = openNamespace(backend, 'workspaces')
  const notes = new Map<string, { notedAt: number; isWritten: Promise<unknown> }>()
  return {
    async note(workspace) {
      const known = notes.get(workspace)
      if (known !== undefined && clock.now() - known.notedAt < noteAgainMs) return void (await known.isWritten)
      const note = { notedAt: clock.now(), isWritten: keyv.set(escapeName(workspace), true) }
      notes.set(workspace, note)
      // A note that failed is not remembered; whoever waits for it hears of the failure.
      note.isWritten.catch(() => notes.delete(workspace))
      await note.isWritten
    },
    async list() {
      const workspaces: string[] = []
      for await (const [workspace] of entriesOf(keyv)) workspaces.push(workspace)
      return workspaces.sort()
    },
    async forget(workspace) {
      notes.delete(workspace)
      await keyv.delete(escapeName(workspace))
    },
  }
}

export type WorkspaceRegister = {
  /** Before each write; costs a write of its own only once in a while. */
  note(workspace: string): Promise<void>
  list(): Promise<string[]>
  forget(workspace: string): Promise<void>
}

/** Another replica may have purged a workspace that is used again here. */
const noteAgainMs = 600_000
