import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Keeps this many processes busy while `run` works. */
export async function besideBusyLoops<Done>(loops: number, run: () => Promise<Done>): Promise<Done> {
  const busy = Array.from({ length: loops }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }))
  try {
    await Promise.all(busy.map((one) => once(one, 'spawn')))
    return await run()
  } finally {
    const ended = busy.map((one) => once(one, 'exit'))
    for (const one of busy) one.kill('SIGKILL')
    await Promise.all(ended)
  }
}
