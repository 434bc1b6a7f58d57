import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A child process with its own event loop, which has reported its address. */
export type Program = {
  url: string
  metricsUrl: string | undefined
  process: ChildProcess
  isRunning(): boolean
  stop(): Promise<void>
  /** Ends it at once, as a power cut does. */
  kill(): Promise<void>
}

export type ProgramOptions = {
  /** Address of the script. */
  script: URL
  environment?: Readonly<Record<string, string>>
  nodeOptions?: readonly string[]
}

/** Starts a program, and waits for the JSON line on its stdout that contains its `url`. */
export async function startProgram({ script, environment = {}, nodeOptions = [] }: ProgramOptions): Promise<Program> {
  const path = fileURLToPath(script)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...nodeOptions, path], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  return {
    ...(await addressesFrom(child)),
    process: child,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Sends a program a message and waits for its answer. */
export async function ask({ process: child }: Program, question: unknown): Promise<Record<string, unknown>> {
  const answered = once(child, 'message')
  child.send(JSON.stringify(question))
  const [answer] = await answered
  return answer
}

/** Reads the addresses that the program prints. Continues to read, so that the pipe never fills up. */
function addressesFrom(child: ChildProcess): Promise<Pick<Program, 'url' | 'metricsUrl'>> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The program ended with ${code} before it was ready`)))
    if (child.stdout === null) return
    createInterface(child.stdout).on('line', (line) => {
      const url = /"url":"(http:[^"]+)"/.exec(line)?.[1]
      const metricsUrl = /"metricsUrl":"(http:[^"]+)"/.exec(line)?.[1]
      if (url !== undefined) resolve({ url, metricsUrl })
    })
  })
}
