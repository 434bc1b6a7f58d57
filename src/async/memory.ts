/** Remembers values by key. */
export type Memory<Value> = {
  /** A value that was noted not longer than `lifeMs` ago, in milliseconds. By default, however long ago. */
  get(key: string, lifeMs?: number): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
}

/** Remembers `most` values at most: beyond that, those that were noted first go. `now` is needed for values that age. */
export function createMemory<Value>({ most, now = () => 0 }: { most: number; now?(): number }): Memory<Value> {
  const known = new Map<string, { value: Value; at: number }>()
  return {
    get(key, lifeMs) {
      const found = known.get(key)
      if (found === undefined || (lifeMs !== undefined && now() - found.at >= lifeMs)) return undefined
      return found.value
    },
    set(key, value) {
      known.delete(key)
      known.set(key, { value, at: now() })
      if (known.size > most) known.delete(known.keys().next().value ?? key)
    },
    delete: (key) => void known.delete(key),
  }
}
