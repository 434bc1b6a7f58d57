import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { happened } from '../happenings.ts'

/** Ferry as it runs in production, in its own process. */
export type FerryProcess = {
  /** Resolves when Ferry reports that it is ready, or has died before. */
  isReady: Promise<void>
  /** Kills it in the middle of its work. */
  kill(): Promise<void>
  /** Stops it as a supervisor does. Resolves to the exit code. */
  stop(): Promise<number | null>
  /** Keeps it from running at all until `thaw`. Its connections stay open. */
  freeze(): void
  thaw(): void
  isAlive(): boolean
  pid: number | undefined
  /** Sets how far its clock is ahead of the machine's, in milliseconds. */
  setAhead(aheadMs: number): void
  /** Address of its HTTP server, once it is ready. */
  url(): string | undefined
  /** Address of its metrics, once it is ready. */
  metricsUrl(): string | undefined
  /** Everything that it has printed. */
  printed(): string
}

/** Starts Ferry. `aheadMs` is how far its clock is ahead of the machine's, in milliseconds. */
export function startFerry(environment: Record<string, string>, { aheadMs = 0 } = {}): FerryProcess {
  const child = spawn(process.execPath, ['--import', './test/chaos/later.js', 'src/start.js'], {
    env: {
      PATH: process.env.PATH ?? '',
      CLOCK_AHEAD_MS: String(aheadMs),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let printed = ''
  const ready = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      happened()
      if (printed.includes('Ferry is ready')) ready.resolve()
    })
  }
  child.once('exit', () => {
    ready.resolve()
    happened()
  })
  // What is sent to a process that dies is lost.
  child.on('error', () => {})
  const isAlive = () => child.exitCode === null && child.signalCode === null
  return {
    isReady: ready.promise,
    pid: child.pid,
    isAlive,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    setAhead(milliseconds) {
      if (child.connected) child.send({ aheadMs: milliseconds })
    },
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
    url: () => /"url":"([^"]+)".*Ferry is ready/.exec(printed)?.[1],
    metricsUrl: () => /"metricsUrl":"([^"]+)".*Ferry is ready/.exec(printed)?.[1],
    printed: () => printed,
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
  return child.exitCode
}
