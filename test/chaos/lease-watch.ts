import { once } from 'node:events'
import { connect as dial, type Socket } from 'node:net'
import { createInterface, type Interface } from 'node:readline'
import { createClient } from '@keyv/redis'

/**
 * Looks over the shoulder of a Redis: MONITOR shows every command in the order in which it is carried out, and each
 * write that a script makes. From what took, renewed and ended each lease, the watch knows by itself who holds it, and
 * compares every write of the owner's records with that.
 */
export type LeaseWatch = {
  /** Writes of the owner's records that were carried out for somebody who did not hold the lease, or for nobody. */
  violations(): readonly string[]
  /** Number of the writes that were carried out under a lease. */
  fencedWrites(): number
  /** Number of owners that were seen to hold the workspace. */
  owners(): number
  stop(): Promise<void>
}

/** Watches from now on. Connect before the clients do, so that nothing is missed. */
export async function watchLeases(port: number): Promise<LeaseWatch> {
  const socket = dial(port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  const lines = createInterface({ input: socket })
  socket.write('MONITOR\r\n')
  const begun = once(lines, 'line')
  await begun
  const judge = createJudge(await leasesIn(port))
  lines.on('line', judge.hear)
  return {
    ...judge,
    async stop() {
      await lastOf({ socket, lines, port })
      socket.destroy()
      lines.close()
    },
  }
}

type Monitor = { socket: Socket; lines: Interface; port: number }

/** Waits until everything that the server has done until now was read. */
async function lastOf({ socket, lines, port }: Monitor): Promise<void> {
  if (socket.destroyed) return
  const client = createClient({ url: `redis://127.0.0.1:${port}`, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  try {
    await client.connect()
    const last = `last-${Math.random()}`
    const heard = new Promise<void>((resolve) => lines.on('line', (line) => line.includes(last) && resolve()))
    await client.ping(last)
    await heard
  } catch {
    // A server that was killed says no more.
  } finally {
    if (client.isOpen) client.destroy()
  }
}

/** Leases as they are before anybody connects. */
async function leasesIn(port: number): Promise<Map<string, Holder>> {
  const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect()
  const holders = new Map<string, Holder>()
  for (const key of await client.keys(`${leasePrefix}*`)) {
    const [owner, leftMs] = [await client.get(key), await client.pTTL(key)]
    if (owner !== null) holders.set(key, { owner: owner.toString(), endsAt: Date.now() + leftMs })
  }
  client.destroy()
  return holders
}

type Holder = { owner: string; endsAt: number }

const leasePrefix = 'ferry:claim:'
/** Records that only the owner of the workspace writes: `ferry:<workspace>/<sort>:<name>`. */
const ownedRecord = /^ferry:([^:/]+)\/(?:known|checkpoints|health|channels|groups):/
/** Redis looks at its clock a moment after MONITOR has printed the time. */
const unclearMs = 3

/** A script that is being carried out: the lease that it names, and for whom. */
type Script = { key: string; owner: string }

export function createJudge(holders: Map<string, Holder> = new Map()) {
  const violations: string[] = []
  const owners = new Set<string>()
  let fencedWrites = 0
  let script: Script | undefined

  function take(key: string, owner: string, { at, ttlMs }: { at: number; ttlMs: number }): void {
    const holder = holders.get(key)
    if (holder !== undefined && at <= holder.endsAt - unclearMs) return
    holders.set(key, { owner, endsAt: at + ttlMs })
  }

  function judgeWrite(key: string, at: number): void {
    const workspace = ownedRecord.exec(key)?.[1]
    if (workspace === undefined) return
    const leaseKey = `${leasePrefix}owner:${workspace}`
    const holder = holders.get(leaseKey)
    if (script === undefined || script.key !== leaseKey || script.owner === '') {
      violations.push(`${key} without a lease`)
    } else if (holder?.owner !== script.owner || at > holder.endsAt + unclearMs) {
      violations.push(`${key} by ${script.owner} while ${holder?.owner ?? 'nobody'} holds the workspace`)
    } else {
      fencedWrites += 1
      owners.add(script.owner)
    }
  }

  function erase(keys: readonly string[], at: number): void {
    for (const key of keys) {
      if (key.startsWith(leasePrefix)) holders.delete(key)
      else judgeWrite(key, at)
    }
  }

  function follow({ at, isOfScript, words }: Command): void {
    const [name = '', key = ''] = words
    const isLease = key.startsWith(leasePrefix)
    if (name === 'DEL' || name === 'UNLINK') erase(words.slice(1), at)
    else if (name === 'SET' && isLease) take(key, words[2] ?? '', { at, ttlMs: ttlIn(words) })
    else if (name === 'SET') judgeWrite(key, at)
    else if (name === 'PEXPIRE' && isLease && isOfScript) renew(key, { at, ttlMs: Number(words[2]) })
  }

  /** Redis has renewed a lease for the owner that the script names. */
  function renew(key: string, { at, ttlMs }: { at: number; ttlMs: number }): void {
    const holder = holders.get(key)
    if (holder !== undefined && holder.owner === script?.owner) holder.endsAt = at + ttlMs
  }

  return {
    violations: () => violations,
    fencedWrites: () => fencedWrites,
    owners: () => owners.size,
    hear(line: string): void {
      const command = parseLine(line)
      if (command === undefined) return
      if (!command.isOfScript) script = scriptOf(command.words)
      follow(command)
    },
  }
}

/** The lease that a script names by its first key, and the owner that it names by its first argument. */
function scriptOf([name = '', , count = '0', ...rest]: readonly string[]): Script | undefined {
  if (name !== 'EVALSHA' && name !== 'EVAL') return undefined
  const [key = ''] = rest
  return { key, owner: rest[Number(count)] ?? '' }
}

function ttlIn(words: readonly string[]): number {
  const at = words.findIndex((word, index) => index > 2 && word.toUpperCase() === 'PX')
  return at < 0 ? Number.POSITIVE_INFINITY : Number(words[at + 1])
}

type Command = { at: number; isOfScript: boolean; words: string[] }

/** A line such as `1700000000.123456 [0 127.0.0.1:40000] "SET" "key" "text"`, or with `lua` in place of the address. */
function parseLine(line: string): Command | undefined {
  const found = /^\+?(\d+\.\d+) \[\d+ (\S+)\] (.*)$/.exec(line)
  if (found === null) return undefined
  const [, seconds, from, rest = ''] = found
  const words = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word)
  if (words[0] !== undefined) words[0] = words[0].toUpperCase()
  return { at: Number(seconds) * 1000, isOfScript: from === 'lua', words }
}
