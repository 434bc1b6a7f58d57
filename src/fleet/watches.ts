import type { Watch } from '../store/store.ts'

/** The watches of a workspace by id, and those of each account. */
export class Watches extends Map<string, Watch> {
  readonly #byAccount = new Map<string, Map<string, Watch>>()

  /** The watches of an account. */
  of(account: string): Watch[] {
    return [...(this.#byAccount.get(account)?.values() ?? [])]
  }

  override set(id: string, watch: Watch): this {
    const own = this.#byAccount.get(watch.account) ?? new Map<string, Watch>()
    this.#byAccount.set(watch.account, own.set(id, watch))
    return super.set(id, watch)
  }

  override delete(id: string): boolean {
    const { account = '' } = this.get(id) ?? {}
    const own = this.#byAccount.get(account)
    own?.delete(id)
    if (own?.size === 0) this.#byAccount.delete(account)
    return super.delete(id)
  }

  /** Accounts that have watches. */
  accounts(): Iterable<string> {
    return this.#byAccount.keys()
  }
}
