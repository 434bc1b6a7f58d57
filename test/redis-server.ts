import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Whether `redis-server` is in the path. If not, skip the tests that need it. */
export const redisIsInstalled = spawnSync('redis-server', ['--version']).status === 0

/** A real Redis on a free port of 127.0.0.1. Writes that it has confirmed survive `kill`. */
export async function startRedis(): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), 'ferry-redis-'))
  const port = await findFreePort()
  let server = await launch(port, directory)

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return
    const exit = once(server, 'exit')
    server.kill(signal)
    await exit
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    directory,
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGKILL')
      server = await launch(port, directory)
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async stop() {
      await end('SIGKILL')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type RedisServer = {
  url: string
  /** The folder with its files. */
  directory: string
  /** Kills it in the middle of its work. */
  kill(): Promise<void>
  /** Starts it again, with the same port and records. */
  restart(): Promise<void>
  /** Keeps its connections open but answers nothing until `thaw`. */
  freeze(): void
  thaw(): void
  /** Stops it and removes its files. */
  stop(): Promise<void>
}

async function launch(port: number, directory: string): Promise<ChildProcess> {
  const options = { bind: '127.0.0.1', port, dir: directory, save: '', appendonly: 'yes', appendfsync: 'always' }
  const server = spawn(
    'redis-server',
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const printed: string[] = []
  for await (const line of createInterface({ input: server.stdout })) {
    printed.push(line)
    if (line.includes('Ready to accept connections')) {
      server.stdout.resume()
      return server
    }
  }
  throw new Error(`redis-server did not start:\n${printed.join('\n')}`)
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}
