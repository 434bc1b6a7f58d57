import fc from 'fast-check'
import { test } from 'vitest'
import { isEnded, type Migration, states } from '../../src/migrations/migration.ts'
import { aMigration, createFollower, startAt } from './samples.ts'

const count = fc.option(fc.nat(5), { nil: undefined })
const reading = fc.record({
  state: fc.constantFrom(...states),
  nativeState: fc.constantFrom('a', 'b'),
  progress: fc.record({
    bytes: fc.record({ done: fc.nat(5), total: fc.nat(5) }),
    objects: fc.record({ done: fc.nat(5), failed: fc.nat(2), skipped: fc.nat(2) }, { requiredKeys: [] }),
    isCounting: fc.boolean(),
  }),
  /** How much later than the one before, in minutes; nothing is delivered where absent. */
  minutes: fc.nat(20),
  isDelivered: count,
})
type Sample = typeof reading extends fc.Arbitrary<infer Value> ? Value : never

/** All that was ever decided to be said, whether it is still in the outbox or delivered and pruned. */
function follow(samples: readonly Sample[]) {
  const follower = createFollower()
  const said = new Map<string, string>()
  let now = startAt
  for (const { minutes, isDelivered, ...sample } of samples) {
    now += minutes * 60_000
    follower.read(aMigration({ ...sample, readAt: now }), now)
    for (const { deliveryKey, lane } of follower.news()?.outbox ?? []) said.set(deliveryKey, lane)
    if (isDelivered !== undefined) follower.deliver()
  }
  return { follower, said, now }
}

function arrivals(samples: readonly Pick<Migration, 'state'>[]): number {
  return samples.filter(({ state }, index) => index > 0 && isEnded(state) && samples[index - 1]?.state !== state).length
}

test('over any sequence of readings each end state is said exactly once per arrival', () => {
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 25 }), (samples) => {
      const ends = [...follow(samples).said.values()].filter((lane) => lane === 'end')
      return ends.length === arrivals(samples)
    }),
    { numRuns: 1000 },
  )
})

test('whatever was read before, the same reading again says nothing and draws no new card', () => {
  fc.assert(
    fc.property(fc.array(reading, { minLength: 1, maxLength: 10 }), (samples) => {
      const { follower, now } = follow(samples)
      const before = follower.news()
      const { minutes: _, isDelivered: __, ...last } = samples.at(-1) ?? {}
      follower.read(aMigration({ ...last, readAt: now + 1000 }), now + 1000)
      const after = follower.news()
      return after?.nextSeq === before?.nextSeq && after?.card?.hash === before?.card?.hash
    }),
    { numRuns: 1000 },
  )
})

test('sequence numbers rise, and what is undelivered is never dropped', () => {
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 25 }), (samples) => {
      const { follower, said } = follow(samples.map((sample) => ({ ...sample, isDelivered: undefined })))
      const seqs = (follower.news()?.outbox ?? []).map(({ seq }) => seq)
      return seqs.length === said.size && seqs.every((seq, index) => index === 0 || seq > (seqs[index - 1] ?? 0))
    }),
    { numRuns: 300 },
  )
})
