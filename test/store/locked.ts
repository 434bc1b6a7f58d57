import { fork } from 'node:child_process'
import { once } from 'node:events'

/** Locks a SQLite file against writing, from another process. Resolves once it is locked. */
export async function lockFile(path: string): Promise<{ release(): Promise<void>; kill(): void }> {
  const holder = fork(new URL('./lock-holder.ts', import.meta.url), [path], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  await once(holder, 'message')
  return {
    async release() {
      const isFree = once(holder, 'message')
      holder.send('release')
      await isFree
      await once(holder, 'exit')
    },
    kill: () => void holder.kill('SIGKILL'),
  }
}
