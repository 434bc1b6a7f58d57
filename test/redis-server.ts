import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Whether `redis-server` is in the path. If not, skip the tests that need it. */
export const redisIsInstalled = spawnSync('redis-server', ['--version']).status === 0

/**
 * A real Redis on a free port of 127.0.0.1. Writes that it has confirmed survive `kill`, unless `options` of its
 * configuration say otherwise.
 */
export async function startRedis(options: RedisSettings = {}): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), 'ferry-redis-'))
  const port = await findFreePort()
  const settings = { ...options, bind: '127.0.0.1', port: String(port), dir: directory }
  let server = await launch(settings)

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
      server = await launch(settings)
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async stop() {
      await end('SIGKILL')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

type RedisSettings = Readonly<Record<string, string>>

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

async function launch(settings: RedisSettings): Promise<ChildProcess> {
  const options = { save: '', appendonly: 'yes', appendfsync: 'always', ...settings }
  const server = spawn(
    'redis-server',
    Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
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
