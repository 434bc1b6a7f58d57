import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roles } from '../../src/access/roles.ts'
import { termsFor } from '../../src/approvals/policy.ts'
import type { MigrationRequest } from '../../src/approvals/request.ts'
import * as to from '../../src/approvals/transitions.ts'
import { aPolicy, aRequest, aSpec, askedAt, ballot, hourMs, passed } from './samples.ts'

/* The promises that people rely on when they approve, for any acts in any order. */

const users = ['U0ASKER', 'U0LEAD', 'U0OTHER', 'U0THIRD'] as const
const specs = [aSpec(), aSpec({ target: { bucket: 'elsewhere' } }), aSpec({ name: 'three' })]

type Event = (request: MigrationRequest, now: number) => to.Transition

const anyVote: fc.Arbitrary<Event> = fc
  .record({
    type: fc.constantFrom('approve', 'approve', 'approve', 'reject'),
    user: fc.constantFrom(...users),
    role: fc.constantFrom(...roles),
    isGuest: fc.boolean(),
    groups: fc.constantFrom([], ['S0ONCALL']),
    reason: fc.constantFrom('', 'a reason'),
    breaksGlass: fc.boolean(),
    sees: fc.constantFrom('now', 'first', 'nothing'),
  })
  .map(({ type, user, role, isGuest, groups, reason, breaksGlass, sees }): Event => {
    const decider = { user, role, isGuest, groups }
    return (request, now) => {
      const { seenHash = '', ...rest } = ballot(request, { type, decider, reason, breaksGlass, now })
      const seen = { now: { seenHash }, first: {}, nothing: { seenHash: 'ffffffff' } }[sees]
      return to.vote(request, { ...rest, ...seen })
    }
  })

const anyEdit: fc.Arbitrary<Event> = fc
  .tuple(fc.constantFrom(...users), fc.constantFrom(...specs), fc.nat(3))
  .map(([by, spec, needed]): Event => {
    return (request, now) => {
      const terms = termsFor(aPolicy({ needed: needed + 1 }), spec, { now })
      return to.edit(request, { by, spec, checks: passed, terms, now })
    }
  })

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { arbitrary: anyVote, weight: 6 },
  { arbitrary: anyEdit, weight: 1 },
  fc.constantFrom(...users).map(
    (user): Event =>
      (request, now) =>
        to.withdraw(request, { user, now }),
  ),
  fc.constant<Event>((request, now) => to.expire(request, now)),
  fc.constant<Event>((request, now) => to.beginCreating(request, { now, notBefore: now, settlesAt: now })),
  fc.constant<Event>((request, now) => to.created(request, { migrationId: '1912', now, lookAgainAt: now })),
)

const anyHistory = fc.record({
  events: fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 5 * hourMs })), { maxLength: 25 }),
  needed: fc.integer({ min: 1, max: 4 }),
  allowsSelf: fc.boolean(),
  hasOnCall: fc.boolean(),
})

type Step = { before: MigrationRequest; after: MigrationRequest; now: number }

/** Every step that was not refused. */
function steps({ events, needed, allowsSelf, hasOnCall }: typeof anyHistory extends fc.Arbitrary<infer T> ? T : never) {
  const onCall = hasOnCall ? { breakGlass: { type: 'group', id: 'S0ONCALL' } as const } : {}
  let request = aRequest({ needed, allowsSelf, ...onCall })
  let now = askedAt
  const taken: Step[] = []
  for (const [event, passedMs] of events) {
    now += passedMs
    const next = event(request, now)
    if (!next.ok) continue
    taken.push({ before: request, after: next.request, now })
    request = next.request
  }
  return taken
}

const check = (property: (step: Step) => void) =>
  fc.assert(
    fc.property(anyHistory, (history) => steps(history).forEach(property)),
    { numRuns: 500 },
  )

test('nothing is decided twice', () => {
  check(({ before, after }) => {
    if (before.status.type !== 'waiting') expect(['creating', 'created']).toContain(after.status.type)
    if (before.status.type === 'created') throw new Error('What was created has changed')
  })
})

test('an approved request has approvals from as many different people as it needs, or from the person on call', () => {
  check(({ before, after }) => {
    if (before.status.type !== 'waiting' || after.status.type !== 'approved') return
    const people = new Set(after.votes.map(({ user }) => user))
    expect(people.size).toBe(after.votes.length)
    const isAlone = after.votes.some(({ isBreakGlass }) => isBreakGlass)
    if (!isAlone) expect(people.size).toBeGreaterThanOrEqual(after.terms.needed)
    else expect(after.terms.breakGlass).toBeDefined()
  })
})

test('the requester’s own approval never counts, unless the policy allows it', () => {
  check(({ after }) => {
    if (!after.terms.allowsSelf) expect(after.votes.map(({ user }) => user)).not.toContain(after.requestedBy)
  })
})

test('changed content starts without approvals', () => {
  check(({ before, after }) => {
    if (before.specHash === after.specHash) return
    expect(after.votes).toEqual([])
    expect(after.edits.at(-1)?.voided).toEqual(before.votes.map(({ user }) => user))
  })
})

test('nothing is approved after it has expired', () => {
  check(({ after, now }) => {
    if (after.status.type === 'approved') expect(now).toBeLessThan(after.terms.expiresAt)
  })
})
