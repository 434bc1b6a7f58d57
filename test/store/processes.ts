import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** Compiled code, so that a second process starts in half the time. */
const compiledCode = new URL('../../node_modules/.cache/other-process', import.meta.url).pathname

/** A Ferry process of its own over a store: see `other-process.ts`. Killed at the end of the test at the latest. */
export function startProcess(place: string, { waitMs = 0, leaseMs = 10_000 } = {}): OtherProcess {
  const script = new URL('./other-process.ts', import.meta.url)
  const env = { ...process.env, NODE_COMPILE_CACHE: compiledCode }
  const options = { execArgv: ['--disable-warning=ExperimentalWarning'], env }
  const child = fork(script, [place, String(waitMs), String(leaseMs)], options)
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  const opened = nextMessage(child)
  return {
    opened,
    pid: child.pid ?? 0,
    tell(act) {
      const outcome = nextMessage(child)
      child.send(act)
      return outcome
    },
    async stop() {
      child.send('stop')
      await exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

export type OtherProcess = {
  /** `open`, or the code of the error. */
  opened: Promise<string>
  pid: number
  /** Lets it do something. Resolves with what has become of it. */
  tell(act: 'lease' | 'commit'): Promise<string>
  /** Lets it close its store and end. */
  stop(): Promise<void>
  kill(): Promise<void>
  freeze(): void
  thaw(): void
}

async function nextMessage(child: ChildProcess): Promise<string> {
  const [message] = await once(child, 'message')
  return String(message)
}
