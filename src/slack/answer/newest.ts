import { createMemory } from '../../async/memory.ts'

/** Knows what each person did last, as far as this process has seen it. */
export type Newest = {
  /** Notes that a person has done something. The returned function tells whether they have done nothing since. */
  note(person: { workspace: string; user: string }): () => boolean
}

/** Most people of whom the last act is kept. */
const mostPeople = 10_000

export function createNewest(): Newest {
  const last = createMemory<symbol>({ most: mostPeople })
  return {
    note({ workspace, user }) {
      const key = `${workspace} ${user}`
      const act = Symbol(key)
      last.set(key, act)
      return () => last.get(key) === act
    },
  }
}
