import type { Watch } from '../store/store.ts'

/** The watches of a workspace by id, and those of each account that have not ended. */
export class Watches extends Map<string, Watch> {
  readonly #byAccount = new Map<string, Map<string, Watch>>()

  /** The watches of an account that have not ended. */
  of(account: string): Watch[] {
    return [...(this.#byAccount.get(account)?.values() ?? [])]
  }

  override set(id: string, watch: Watch): this {
    if (watch.ended !== undefined) {
      this.#forget(id)
      return super.set(id, watch)
    }
    const own = this.#byAccount.get(watch.account) ?? new Map<string, Watch>()
    this.#byAccount.set(watch.account, own.set(id, watch))
    return super.set(id, watch)
  }

  override delete(id: string): boolean {
    this.#forget(id)
    return super.delete(id)
  }

  #forget(id: string): void {
    const { account = '' } = this.get(id) ?? {}
    const own = this.#byAccount.get(account)
    own?.delete(id)
    if (own?.size === 0) this.#byAccount.delete(account)
  }

  /** Number of watches that have not ended. */
  get following(): number {
    return [...this.#byAccount.values()].reduce((sum, own) => sum + own.size, 0)
  }

  /** Accounts that have watches that have not ended. */
  accounts(): Iterable<string> {
    return this.#byAccount.keys()
  }
}
