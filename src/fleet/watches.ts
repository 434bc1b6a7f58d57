import type { Watch } from '../store/store.ts'

/** Whether a watch follows its migration: nobody has ended it, and the migration is not called gone. Pure. */
export function isFollowing({ ended, goneAt }: Pick<Watch, 'ended' | 'goneAt'>): boolean {
  return ended === undefined && goneAt === undefined
}

/** Whose patience counts in a channel: in a private chat with Ferry, that of the person. Pure. */
export function patienceKeyOf({ channel, createdBy }: Pick<Watch, 'channel' | 'createdBy'>): string {
  return channel.startsWith('D') ? createdBy : channel
}

/** When somebody began to follow here, or last took the watch up again, in epoch milliseconds. Pure. */
export function followedSince({ createdAt, resumed }: Pick<Watch, 'createdAt' | 'resumed'>): number {
  return Math.max(createdAt, resumed?.at ?? 0)
}

/** The watches of a workspace by id, and by account and channel. Those of an account are looked through in each round. */
export class Watches extends Map<string, Watch> {
  readonly #byAccount = new Map<string, Map<string, Watch>>()
  readonly #byChannel = new Map<string, Map<string, Watch>>()
  readonly #stopped = new Map<string, Map<string, Watch>>()

  /** The watches of an account that follow something. */
  of(account: string): Watch[] {
    return [...(this.#byAccount.get(account)?.values() ?? [])]
  }

  /** The watches of a channel that follow something. */
  in(channel: string): Watch[] {
    return [...(this.#byChannel.get(channel)?.values() ?? [])]
  }

  /** The watches of an account that follow nothing: ended, or resting while their migrations are gone. */
  stoppedOf(account: string): Watch[] {
    return [...(this.#stopped.get(account)?.values() ?? [])]
  }

  override set(id: string, watch: Watch): this {
    if (!isFollowing(watch)) {
      this.#forget(id)
      put(this.#stopped, watch.account, watch)
      return super.set(id, watch)
    }
    drop(this.#stopped, watch.account, id)
    put(this.#byAccount, watch.account, watch)
    put(this.#byChannel, watch.channel, watch)
    return super.set(id, watch)
  }

  override delete(id: string): boolean {
    this.#forget(id)
    return super.delete(id)
  }

  #forget(id: string): void {
    const { account = '', channel = '' } = this.get(id) ?? {}
    drop(this.#byAccount, account, id)
    drop(this.#byChannel, channel, id)
    drop(this.#stopped, account, id)
  }

  /** Number of watches that follow something. */
  get following(): number {
    return [...this.#byAccount.values()].reduce((sum, own) => sum + own.size, 0)
  }

  /** Accounts that have watches that follow something. */
  accounts(): Iterable<string> {
    return this.#byAccount.keys()
  }
}

type Index = Map<string, Map<string, Watch>>

function put(index: Index, key: string, watch: Watch): void {
  index.set(key, (index.get(key) ?? new Map<string, Watch>()).set(watch.id, watch))
}

function drop(index: Index, key: string, id: string): void {
  const own = index.get(key)
  own?.delete(id)
  if (own?.size === 0) index.delete(key)
}
