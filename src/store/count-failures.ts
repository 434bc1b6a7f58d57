import type { Backend } from './backend.ts'

/** Wraps a backend so that it reports the name of each operation that fails. */
export function countFailures(backend: Backend, onFailure: (operation: string) => void): Backend {
  const telling =
    <Inputs extends unknown[], Result>(operation: string, run: (...inputs: Inputs) => Promise<Result>) =>
    (...inputs: Inputs): Promise<Result> => {
      const answer = run(...inputs)
      answer.catch(() => onFailure(operation))
      return answer
    }
  return {
    ...backend,
    get: telling('read', backend.get),
    getMany: telling('read', backend.getMany),
    set: telling('write', backend.set),
    add: telling('write', backend.add),
    replace: telling('write', backend.replace),
    delete: telling('delete', backend.delete),
    clear: telling('delete', backend.clear),
    commit: telling('write', backend.commit),
    claim: telling('claim', backend.claim),
    lease: telling('claim', backend.lease),
    holdersOf: telling('claim', backend.holdersOf),
    note: telling('claim', backend.note),
    async *pages(namespace) {
      try {
        yield* backend.pages(namespace)
      } catch (error) {
        onFailure('read')
        throw error
      }
    },
  }
}
