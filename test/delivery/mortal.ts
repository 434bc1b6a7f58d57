import type { Wire } from '../../src/delivery/wire.ts'
import type { Collection, Store, WorkspaceStore } from '../../src/store/store.ts'

/** A process that can die: everything that it does with the world is a step, and from one of them on nothing works. */
export type Life = {
  /** Steps lived through so far. */
  steps(): number
  isOver(): boolean
  store: Pick<Store, 'in' | 'workspaces' | 'claim'>
  wire: Wire
  /** Anything else that the process does with the world. */
  mortal: Mortal
}

/**
 * Every write to the store and every call to Slack is two steps, one before and one after its effect; the process dies
 * at step `lastStep`. Without it, it lives for ever.
 */
export function createLife(world: { store: Store; wire: Wire }, lastStep = Number.POSITIVE_INFINITY): Life {
  let steps = 0

  function step(): void {
    steps += 1
    if (steps >= lastStep) throw new Error('The process is dead')
  }

  const mortal =
    <Args extends unknown[], Answer>(run: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      step()
      const answer = await run(...args)
      step()
      return answer
    }

  const { store, wire } = world
  return {
    steps: () => steps,
    isOver: () => steps >= lastStep,
    mortal,
    wire: {
      post: mortal(wire.post),
      update: mortal(wire.update),
      find: mortal(wire.find),
      tell: mortal(wire.tell),
    },
    store: {
      workspaces: store.workspaces,
      in: (workspace) => mortalStore(store.in(workspace), mortal),
      claim: mortal(async (key: string, ttlMs: number) => {
        const claim = await store.claim(key, ttlMs)
        return claim && { release: mortal(claim.release) }
      }),
    },
  }
}

type Mortal = <Args extends unknown[], Answer>(
  run: (...args: Args) => Promise<Answer>,
) => (...args: Args) => Promise<Answer>

function mortalStore(store: WorkspaceStore, mortal: Mortal): WorkspaceStore {
  const written = <Item>(collection: Collection<Item>): Collection<Item> => ({
    get: collection.get,
    list: collection.list,
    set: mortal(collection.set),
    delete: mortal(collection.delete),
  })
  return {
    ...store,
    receipts: written(store.receipts),
    sightings: written(store.sightings),
    watches: written(store.watches),
    requests: written(store.requests),
    audit: { ...store.audit, append: mortal(store.audit.append) },
  }
}
