import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { happened } from '../happenings.ts'

/** Ferry as it runs in production: a process of its own. */
export type FerryProcess = {
  /** Resolves when it says that it is ready, or has died before. */
  isReady: Promise<void>
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>
  /** Asks it to end, as a supervisor would; the exit code. */
  stop(): Promise<number | null>
  /** Where its HTTP server is, once it is ready. */
  url(): string | undefined
  /** Where its metrics are, by then. */
  metricsUrl(): string | undefined
  /** What it has printed. */
  printed(): string
}

/** The next process starts in half the time. */
const compiledCode = 'node_modules/.cache/chaos'

/** `aheadMs`: how far its clock is ahead of the machine's. */
export function startFerry(environment: Record<string, string>, { aheadMs = 0 } = {}): FerryProcess {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', './test/chaos/later.ts', 'src/main.ts'],
    {
      env: {
        PATH: process.env.PATH ?? '',
        CLOCK_AHEAD_MS: String(aheadMs),
        NODE_COMPILE_CACHE: compiledCode,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let printed = ''
  const ready = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text
      happened()
      if (printed.includes('Ferry is ready')) ready.resolve()
    })
  }
  child.once('exit', () => ready.resolve())
  return {
    isReady: ready.promise,
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
