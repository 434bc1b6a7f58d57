import type { Backend } from './backend.ts'

/** The effect of an operation, by which failures are counted. */
type Operation = 'read' | 'write' | 'delete' | 'claim'
/** Does the work of one operation, or something around it. */
type Around = <Result>(work: () => Promise<Result>, operation: Operation) => Promise<Result>

/** Wraps a backend so that everything that it reads and writes is done by `run`. */
export function around(backend: Backend, run: Around): Backend {
  const as =
    (operation: Operation) =>
    <Inputs extends unknown[], Result>(work: (...inputs: Inputs) => Promise<Result>) =>
    (...inputs: Inputs): Promise<Result> =>
      run(() => work(...inputs), operation)
  const [reading, writing, deleting, claiming] = [as('read'), as('write'), as('delete'), as('claim')]
  return {
    ...backend,
    get: reading(backend.get),
    getMany: reading(backend.getMany),
    set: writing(backend.set),
    add: writing(backend.add),
    replace: writing(backend.replace),
    delete: deleting(backend.delete),
    clear: deleting(backend.clear),
    commit: writing(backend.commit),
    claim: claiming(backend.claim),
    lease: claiming(backend.lease),
    holdersOf: claiming(backend.holdersOf),
    note: claiming(backend.note),
    signals: { ...backend.signals, count: writing(backend.signals.count) },
    version: reading(backend.version),
    raiseVersion: writing(backend.raiseVersion),
    async *pages(namespace) {
      const pages = backend.pages(namespace)[Symbol.asyncIterator]()
      for (;;) {
        const { value, done } = await run(() => pages.next(), 'read')
        if (done) return
        yield value
      }
    },
  }
}
