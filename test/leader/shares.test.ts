import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextMove } from '../../src/leader/shares.ts'

/** Lets replicas move in turn until none does anything any more. Returns how many workspaces moved. */
function settle(replicas: readonly string[], holders: Map<string, string | undefined>): number {
  let moves = 0
  for (let round = 0; round < 50; round += 1) {
    const changes = replicas.map((self) => moveOnce(self, replicas, holders))
    if (changes.every(({ taken, given }) => taken + given === 0)) return moves
    moves += changes.reduce((sum, { taken }) => sum + taken, 0)
  }
  throw new Error('The replicas never come to rest')
}

function moveOnce(self: string, replicas: readonly string[], holders: Map<string, string | undefined>) {
  const { take, give } = nextMove({ self, replicas, holders })
  const own = [...holders].filter(([, holder]) => holder === self).map(([workspace]) => workspace)
  for (const workspace of own.slice(0, give)) holders.set(workspace, undefined)
  for (const workspace of take.filter((one) => holders.get(one) === undefined)) holders.set(workspace, self)
  return { taken: take.length, given: give }
}

function counts(replicas: readonly string[], holders: Map<string, string | undefined>): number[] {
  return replicas.map((replica) => [...holders.values()].filter((holder) => holder === replica).length)
}

const free = (count: number) =>
  new Map<string, string | undefined>(Array.from({ length: count }, (_, index) => [`T${index}`, undefined]))

describe('shares', () => {
  test('one replica takes everything at once', () => {
    expect(nextMove({ self: 'a', replicas: [], holders: free(200) }).take).toHaveLength(200)
  })

  test('become even, each workspace is held, and no two replicas differ by more than one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.integer({ min: -1, max: 7 }), { maxLength: 60 }),
        (count, drawn) => {
          const replicas = Array.from({ length: count }, (_, index) => `r${index}`)
          // -1 is nobody, and numbers above the last replica are replicas that have died.
          const holders = new Map(
            drawn.map((holder, index) => [`T${index}`, holder < 0 || holder >= count ? undefined : `r${holder}`]),
          )
          settle(replicas, holders)
          const all = counts(replicas, holders)
          expect([...holders.values()]).not.toContain(undefined)
          expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('a replica that comes costs the others no more than its share', () => {
    const holders = free(200)
    settle(['a', 'b', 'c'], holders)
    expect(settle(['a', 'b', 'c', 'd'], holders)).toBeLessThanOrEqual(51)
  })

  test('a replica that dies leaves its share to the others, and nothing else moves', () => {
    const holders = free(200)
    settle(['a', 'b', 'c', 'd'], holders)
    for (const [workspace, holder] of holders) if (holder === 'd') holders.set(workspace, undefined)
    expect(settle(['a', 'b', 'c'], holders)).toBe(50)
  })

  test('what a replica holds that nobody sees any more is left alone until it is free', () => {
    const holders = new Map([['T1', 'gone']])
    expect(nextMove({ self: 'a', replicas: [], holders })).toEqual({ take: [], give: 0 })
  })
})
