/** Runs work one piece after the other for each key, in the order in which it came. */
export function createTurns(): <Done>(key: string, work: () => Promise<Done>) => Promise<Done> {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const before = last.get(key) ?? Promise.resolve()
    const own = before.then(work, work)
    const settled = own.catch(() => undefined)
    last.set(key, settled)
    void settled.then(() => last.get(key) === settled && last.delete(key))
    return own
  }
}
