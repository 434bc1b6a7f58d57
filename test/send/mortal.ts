import type { Wire } from '../../src/send/wire.ts'
import type { Backend } from '../../src/store/backend.ts'
import type { Collection, Store, WorkspaceStore } from '../../src/store/store.ts'

/**
 * How long a process lives: everything that it does with the world is a step, and from one of them on nothing works.
 */
export type Mortality = {
  /** Steps lived through so far. */
  steps(): number
  /** The last act, done or about to be done, when it died; undefined while it lives. */
  lastWords(): string | undefined
  isOver(): boolean
  /** Something that the process does with the world: a step before its effect and one after it. */
  does<Answer>(what: string, run: () => Promise<Answer>): Promise<Answer>
}

/** A process that can die, and the world as it reaches it. */
export type Life = Mortality & {
  store: Pick<Store, 'in' | 'workspaces' | 'claim'>
  wire: Wire
}

/** It dies at step `lastStep`. Without it, it lives for ever. */
export function createMortality(lastStep = Number.POSITIVE_INFINITY): Mortality {
  let steps = 0
  let lastWords: string | undefined

  function step(what: string): void {
    if (lastWords === undefined) {
      steps += 1
      if (steps < lastStep) return
      lastWords = what
    }
    throw new Error('The process is dead')
  }

  return {
    steps: () => steps,
    lastWords: () => lastWords,
    isOver: () => steps >= lastStep,
    async does(what, run) {
      step(`before ${what}`)
      const answer = await run()
      step(`after ${what}`)
      return answer
    },
  }
}

/** Every write to the store and every call to Slack is two steps, one before and one after its effect. */
export function createLife({ store, wire }: { store: Store; wire: Wire }, lastStep?: number): Life {
  const mortality = createMortality(lastStep)
  const mortal = mortalBy(mortality)
  return {
    ...mortality,
    wire: mortalWire(wire, mortality),
    store: {
      workspaces: store.workspaces,
      in: (workspace) => mortalStore(store.in(workspace), mortal),
      claim: mortal(async (key: string, ttlMs: number) => {
        const claim = await store.claim(key, ttlMs)
        return claim && { ...claim, release: mortal(claim.release) }
      }),
    },
  }
}

/** A mortal process's way to Slack. */
export function mortalWire(wire: Wire, mortality: Mortality): Wire {
  const mortal = mortalBy(mortality)
  return {
    now: wire.now,
    post: mortal(wire.post),
    update: mortal(wire.update),
    find: mortal(wire.find),
    delete: mortal(wire.delete),
    permalink: mortal(wire.permalink),
    open: mortal(wire.open),
  }
}

/** A mortal process's way to its store's backend: the smallest things that happen wholly or not at all. */
export function mortalBackend(backend: Backend, { does }: Mortality): Backend {
  return {
    ...backend,
    set: (key, text, ttlMs) => does(`set ${sortOf(key)}`, () => backend.set(key, text, ttlMs)),
    add: (key, text) => does(`add ${sortOf(key)}`, () => backend.add(key, text)),
    replace: (key, change) => does(`replace ${sortOf(key)}`, () => backend.replace(key, change)),
    commit: (changes, fence) =>
      does(`commit ${changes.map(({ key }) => sortOf(key))}`, () => backend.commit(changes, fence)),
    delete: (key) => does(`delete ${sortOf(key)}`, () => backend.delete(key)),
    async claim(key, ttlMs) {
      const claim = await does(`claim ${sortOf(key)}`, () => backend.claim(key, ttlMs))
      return claim && { ...claim, release: () => does(`release ${sortOf(key)}`, claim.release) }
    },
  }
}

type Mortal = ReturnType<typeof mortalBy>

function mortalBy({ does }: Mortality) {
  return <Args extends unknown[], Answer>(run: (...args: Args) => Promise<Answer>) =>
    (...args: Args): Promise<Answer> =>
      does(run.name, () => run(...args))
}

function mortalStore(store: WorkspaceStore, mortal: Mortal): WorkspaceStore {
  const written = <Item>(collection: Collection<Item>): Collection<Item> => ({
    ...collection,
    set: mortal(collection.set),
    delete: mortal(collection.delete),
  })
  return {
    ...store,
    channels: written(store.channels),
    watches: written(store.watches),
    requests: written(store.requests),
    commit: mortal(store.commit),
    audit: { ...store.audit, append: mortal(store.audit.append) },
  }
}

/** `T1/watches:prod…` is a watch, `request:T1:r-7f3a2c` the lease of a request. */
function sortOf(key: string): string {
  return (key.split(':')[0] ?? key).replace(/^.*\//, '')
}
