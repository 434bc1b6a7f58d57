import type { Kind } from '../../migrations/migration.ts'

type Named = { kind: Kind; id: string }

/**
 * Values by the kind and id of a migration. A round looks them up several times for each migration: a text made of both
 * would have to be made and hashed each time.
 */
export class ByMigration<Value> {
  readonly #byKind = new Map<Kind, Map<string, Value>>()

  get({ kind, id }: Named): Value | undefined {
    return this.#byKind.get(kind)?.get(id)
  }

  has({ kind, id }: Named): boolean {
    return this.#byKind.get(kind)?.has(id) ?? false
  }

  set({ kind, id }: Named, value: Value): void {
    const own = this.#byKind.get(kind)
    if (own === undefined) this.#byKind.set(kind, new Map([[id, value]]))
    else own.set(id, value)
  }

  /** Those of one kind after those of another. */
  values(): Value[] {
    return [...this.#byKind.values()].flatMap((own) => [...own.values()])
  }
}
