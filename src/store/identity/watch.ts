import type { Clock } from '../../async/clock.ts'
import { AppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import type { Backend } from '../backend.ts'
import { type Change, compareIdentity, type Identity, raised, raiseGeneration, readIdentity } from './identity.ts'

/** Keeps looking whether a store is still the one that this process started with. */
export type IdentityWatch = {
  /**
   * Undefined while that is certain. Otherwise resolves once it is, after a connection was made again. Throws
   * store_changed for ever once the store is another one, and store_unavailable while nobody can tell.
   */
  certainty(): Promise<void> | undefined
  stop(): Promise<void>
}

export type IdentityWatchParts = {
  backend: Pick<Backend, 'get' | 'replace' | 'claim' | 'isInPlace' | 'onReconnect'>
  identity: Identity
  /** Measures spans. */
  time: Clock
  log?: Log<'info' | 'warn'>
  /** Called when the store has lost the last minute. */
  onFall?(): void
  /** Called once, when the store is not the one that it was. */
  onChange?(how: string): void
}

const checkEveryMs = 60_000
/** A single answer of a store proves nothing. A second look follows after this time, in milliseconds. */
const secondLookMs = 1000
/** The replicas raise the generation once in this time, in milliseconds: whoever claims that first. */
const raiseEveryMs = 50_000

export function watchIdentity({ backend, time, log, onFall, onChange, ...parts }: IdentityWatchParts): IdentityWatch {
  let { identity } = parts
  let isCertain = true
  let change: AppError | undefined
  let checking: Promise<void> | undefined
  const ending = new AbortController()

  async function check(): Promise<void> {
    const first = await look(backend, identity)
    if (isChange(first.is)) {
      isCertain = false
      await time.sleep(secondLookMs, ending.signal)
      // A look that was cut short proves nothing, and a store that may be another one is not written to any more.
      if (ending.signal.aborted) throw new AppError('store_unavailable', { reason: 'Ferry is stopping' })
    }
    const { is, found } = isChange(first.is) ? await look(backend, identity) : first
    if (isChange(is)) {
      change = new AppError('store_changed', { how: hows[is] })
      onChange?.(hows[is])
      throw change
    }
    isCertain = true
    if (is === 'unknown') return log?.warn({ storeId: identity.id }, 'The id of the store cannot be read')
    if (is === 'fell') {
      log?.warn({ storeId: identity.id }, 'The store has lost what was written in the last minute')
      onFall?.()
    }
    identity = await raise(backend, found ?? identity)
  }

  /** Checks once for all who ask at the same time. */
  function checkOnce(): Promise<void> {
    checking ??= check().finally(() => {
      checking = undefined
    })
    return checking
  }

  async function checkForEver(): Promise<void> {
    while (!ending.signal.aborted && change === undefined) {
      await time.sleep(checkEveryMs, ending.signal)
      // A store that cannot be reached is an outage, which others report.
      if (!ending.signal.aborted) await checkOnce().catch(() => undefined)
    }
  }

  backend.onReconnect(() => {
    if (change !== undefined || ending.signal.aborted) return
    isCertain = false
    // Whoever uses the store meanwhile waits for the same look, and hears of its failure.
    checkOnce().catch(() => undefined)
  })
  const watching = checkForEver()
  return {
    certainty() {
      if (change !== undefined) return Promise.reject(change)
      return isCertain ? undefined : checkOnce()
    },
    async stop() {
      ending.abort()
      await watching
      await checking?.catch(() => undefined)
    },
  }
}

type Look = { is: ReturnType<typeof compareIdentity>; found?: Identity }

async function look(backend: Pick<Backend, 'get' | 'isInPlace'>, before: Identity): Promise<Look> {
  if (!(await backend.isInPlace())) return { is: 'replaced' }
  const found = await readIdentity(backend)
  return { is: compareIdentity(before, found), ...(found.type === 'found' && { found: found.identity }) }
}

/** Raises the generation, if no other replica has done so lately. Resolves to the identity as it is now. */
async function raise(backend: Pick<Backend, 'claim' | 'replace'>, identity: Identity): Promise<Identity> {
  if ((await backend.claim('identity', raiseEveryMs)) === undefined) return identity
  return (await raiseGeneration(backend, identity)) ? raised(identity) : identity
}

function isChange(is: ReturnType<typeof compareIdentity>): is is Change {
  return is !== 'same' && is !== 'fell' && is !== 'unknown'
}

const hows: Readonly<Record<Change, string>> = {
  emptied: 'it has been emptied',
  another: 'it is another Ferry’s store',
  older: 'it is an older copy of itself',
  restored: 'a backup or a copy was put in its place',
  replaced: 'its file was moved, deleted or replaced',
}
