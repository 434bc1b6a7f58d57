import type { Backend } from '../backend.ts'

/**
 * Wraps a backend so that nothing is read or written unless it is certain that the store is the right one. `certainty`
 * is undefined while it is, and otherwise resolves or rejects.
 */
export function guarded(backend: Backend, certainty: () => Promise<void> | undefined): Backend {
  const certain =
    <Inputs extends unknown[], Result>(run: (...inputs: Inputs) => Promise<Result>) =>
    (...inputs: Inputs): Promise<Result> =>
      certainty()?.then(() => run(...inputs)) ?? run(...inputs)
  return {
    ...backend,
    get: certain(backend.get),
    getMany: certain(backend.getMany),
    set: certain(backend.set),
    add: certain(backend.add),
    replace: certain(backend.replace),
    delete: certain(backend.delete),
    clear: certain(backend.clear),
    commit: certain(backend.commit),
    claim: certain(backend.claim),
    lease: certain(backend.lease),
    holdersOf: certain(backend.holdersOf),
    note: certain(backend.note),
    signals: { ...backend.signals, count: certain(backend.signals.count) },
    version: certain(backend.version),
    raiseVersion: certain(backend.raiseVersion),
    async *pages(namespace) {
      await certainty()
      yield* backend.pages(namespace)
    },
  }
}
