import { describe, expect, test } from 'vitest'
import { hashOf } from '../../src/access/canonical.ts'
import { termsFor } from '../../src/approvals/policy.ts'
import type { MigrationRequest } from '../../src/approvals/request.ts'
import * as to from '../../src/approvals/transitions.ts'
import { aPolicy, aRequest, aSpec, askedAt, ballot, decider, hourMs, passed } from './samples.ts'

const now = askedAt + hourMs
const onCall = { type: 'group', id: 'S0ONCALL' } as const

/** Returns the request after a step; fails if the step was refused. */
function done(transition: to.Transition): MigrationRequest {
  if (!transition.ok) throw new Error(`Refused: ${JSON.stringify(transition.refusal)}`)
  return transition.request
}

function refusal(transition: to.Transition) {
  return transition.ok ? undefined : transition.refusal
}

function change(request: MigrationRequest, changes: Partial<to.Change> = {}): to.Change {
  const spec = aSpec({ target: { bucket: 'elsewhere' } })
  return { by: request.requestedBy, spec, checks: passed, terms: termsFor(aPolicy(), spec, { now }), now, ...changes }
}

describe('approving', () => {
  test('once is enough if one approval is needed', () => {
    const request = aRequest()
    expect(done(to.vote(request, ballot(request)))).toMatchObject({
      status: { type: 'approved', at: now },
      votes: [{ user: 'U0LEAD', at: now }],
    })
  })

  test('takes as many people as the terms need', () => {
    const first = done(to.vote(aRequest({ needed: 2 }), ballot(aRequest())))
    expect(first.status).toEqual({ type: 'waiting' })
    const second = done(to.vote(first, ballot(first, { decider: decider('U0OTHER') })))
    expect(second.status.type).toBe('approved')
  })

  test('is not needed if the policy needs no approval', () => {
    expect(aRequest({ needed: 0 }).status).toEqual({ type: 'approved', at: askedAt })
  })

  test('without a hash applies to the content as first requested', () => {
    const { seenHash: _, ...typed } = ballot(aRequest())
    expect(done(to.vote(aRequest(), typed)).status.type).toBe('approved')
    const edited = done(to.edit(aRequest(), change(aRequest())))
    expect(refusal(to.vote(edited, typed))).toEqual({ type: 'content changed' })
  })
})

describe('a vote is refused', () => {
  const request = aRequest({ needed: 2, breakGlass: onCall })
  const voted = done(to.vote(request, ballot(request)))
  const approved = done(to.vote(voted, ballot(voted, { decider: decider('U0OTHER') })))
  const edited = done(to.edit(request, change(request)))

  test.each<[string, MigrationRequest, Partial<to.Ballot>, to.Refusal]>([
    ['for one’s own request', request, { decider: decider('U0ASKER', 'admin') }, { type: 'own request' }],
    [
      'for a person’s own request, even if they are on call',
      request,
      { decider: decider('U0ASKER', 'admin', { groups: ['S0ONCALL'] }), breaksGlass: true, reason: 'now' },
      { type: 'own request' },
    ],
    ['of a guest', request, { decider: decider('U0G', 'approver', { isGuest: true }) }, { type: 'guest' }],
    [
      'from an operator',
      request,
      { decider: decider('U0OP', 'operator') },
      { type: 'not an approver', role: 'operator' },
    ],
    ['that is the second of a person', voted, {}, { type: 'already voted', at: now }],
    [
      'when the request is decided',
      approved,
      { decider: decider('U0LATE') },
      { type: 'decided', status: { type: 'approved', at: now }, by: ['U0LEAD', 'U0OTHER'] },
    ],
    [
      'when the request has expired, even if nobody has recorded that yet',
      request,
      { now: request.terms.expiresAt },
      { type: 'expired', at: request.terms.expiresAt },
    ],
    ['for content that has changed', edited, { seenHash: request.specHash }, { type: 'content changed' }],
    ['for a hash that is too short to mean one', request, { seenHash: 'a' }, { type: 'content changed' }],
    ['against it without a reason', request, { type: 'reject', reason: '  ' }, { type: 'reason missing' }],
    ['alone by somebody who is not on call', request, { breaksGlass: true, reason: 'outage' }, { type: 'not on call' }],
    [
      'alone if it has no reason',
      request,
      { breaksGlass: true, decider: decider('U0C', 'operator', { groups: ['S0ONCALL'] }) },
      { type: 'reason missing' },
    ],
  ])('%s', (...[, from, changes, expected]) => {
    expect(refusal(to.vote(from, ballot(from, changes)))).toEqual(expected)
  })
})

describe('if the policy names who decides', () => {
  const request = aRequest()
  const approvers = [
    { type: 'user', id: 'U0ANN' },
    { type: 'group', id: 'S0LEADS' },
  ] as const
  const inLeads = { groups: ['S0LEADS'] }

  test.each<[string, to.Decider]>([
    ['a named person without any role', decider('U0ANN', 'viewer')],
    ['a member of a named group', decider('U0BEN', 'operator', inLeads)],
  ])('%s approves', (_, who) => {
    const voted = done(to.vote(request, ballot(request, { approvers, decider: who })))
    expect(voted.votes).toMatchObject([{ user: who.user }])
  })

  test.each<[string, to.Decider, to.Refusal]>([
    ['nobody else, not even an admin', decider('U0BOSS', 'admin'), { type: 'not named' }],
    ['no member of another group', decider('U0BEN', 'approver', { groups: ['S0OTHERS'] }), { type: 'not named' }],
    ['no named guest', decider('U0ANN', 'operator', { isGuest: true }), { type: 'guest' }],
    ['not whoever asked, through whatever group', decider('U0ASKER', 'admin', inLeads), { type: 'own request' }],
  ])('%s decides', (_, who, expected) => {
    for (const type of ['approve', 'reject'] as const) {
      expect(refusal(to.vote(request, ballot(request, { type, approvers, decider: who, reason: 'no' })))).toEqual(
        expected,
      )
    }
  })

  test('the requester can approve only if they are named and the policy allows it', () => {
    const own = aRequest({ allowsSelf: true })
    expect(refusal(to.vote(own, ballot(own, { approvers, decider: decider('U0ASKER') })))).toEqual({
      type: 'not named',
    })
    expect(
      done(to.vote(own, ballot(own, { approvers, decider: decider('U0ASKER', 'viewer', inLeads) }))),
    ).toMatchObject({ status: { type: 'approved' } })
  })

  test('the person on call approves alone without being named', () => {
    const urgent = aRequest({ breakGlass: onCall })
    const alone = { breaksGlass: true, reason: 'outage', decider: decider('U0C', 'operator', { groups: ['S0ONCALL'] }) }
    expect(done(to.vote(urgent, ballot(urgent, { ...alone, approvers }))).status.type).toBe('approved')
  })

  test('an edit removes the names that applied to the old content', () => {
    const named = to.withApprovers(request, approvers)
    expect(done(to.edit(named, change(named)))).not.toHaveProperty('approvers')
    expect(done(to.edit(request, change(request, { approvers })))).toMatchObject({ approvers })
  })
})

test('a rejection is final, keeps its reason, and is possible after the same person approved', () => {
  const voted = done(to.vote(aRequest({ needed: 2 }), ballot(aRequest())))
  const rejected = done(to.vote(voted, ballot(voted, { type: 'reject', reason: 'wrong bucket' })))
  expect(rejected.status).toEqual({ type: 'rejected', by: 'U0LEAD', at: now, reason: 'wrong bucket' })
  expect(refusal(to.vote(rejected, ballot(rejected, { decider: decider('U0OTHER') })))).toMatchObject({
    type: 'decided',
    by: ['U0LEAD'],
  })
})

test('the requester can approve only if the policy allows it', () => {
  const own = { decider: decider('U0ASKER') }
  const request = aRequest({ allowsSelf: true })
  expect(done(to.vote(request, ballot(request, own))).status.type).toBe('approved')
})

test('the person on call approves alone, however many approvals are needed, and the approval is marked', () => {
  const request = aRequest({ needed: 5, breakGlass: onCall })
  const alone = { breaksGlass: true, reason: 'outage', decider: decider('U0C', 'operator', { groups: ['S0ONCALL'] }) }
  expect(done(to.vote(request, ballot(request, alone)))).toMatchObject({
    status: { type: 'approved' },
    votes: [{ user: 'U0C', isBreakGlass: true, reason: 'outage' }],
  })
})

test('a short hash that also fits an earlier content matches neither', () => {
  const request = aRequest()
  const twin = { by: 'U0ASKER', at: now, specHash: `${request.specHash.slice(0, 8)}${'0'.repeat(56)}`, voided: [] }
  const edited = { ...request, edits: [twin] }
  expect(refusal(to.vote(edited, ballot(edited)))).toEqual({ type: 'content changed' })
  expect(done(to.vote(edited, ballot(edited, { seenHash: edited.specHash }))).status.type).toBe('approved')
})

describe('editing', () => {
  test('changes nothing if the sent content equals both the content on view and the present one', () => {
    const request = aRequest()
    const { spec, specHash } = request
    const other = { ...spec, target: { ...spec.target, bucket: 'elsewhere' } }
    expect(to.isUnchanged(request, { spec })).toBe(true)
    expect(to.isUnchanged(request, { spec, seenHash: specHash })).toBe(true)
    expect(to.isUnchanged(request, { spec: other })).toBe(false)
    expect(to.isUnchanged(request, { spec, seenHash: hashOf(other) })).toBe(false)
  })

  const voted = done(to.vote(aRequest({ needed: 2 }), ballot(aRequest())))

  test('voids the approvals, and records whose', () => {
    const edited = done(to.edit(voted, change(voted)))
    expect(edited).toMatchObject({ votes: [], specHash: hashOf(edited.spec), status: { type: 'waiting' } })
    expect(edited.edits).toEqual([{ by: 'U0ASKER', at: now, specHash: voted.specHash, voided: ['U0LEAD'] }])
  })

  test('to the same content changes nothing', () => {
    expect(done(to.edit(voted, change(voted, { spec: aSpec() })))).toBe(voted)
  })

  test('is refused if the person saw other content, unless they send exactly the present one', () => {
    const edited = done(to.edit(voted, change(voted)))
    const seenHash = voted.specHash
    const other = aSpec({ target: { bucket: 'a-third' } })
    expect(refusal(to.edit(edited, change(edited, { seenHash, spec: other })))).toEqual({ type: 'content changed' })
    expect(done(to.edit(edited, change(edited, { seenHash, spec: edited.spec })))).toBe(edited)
  })

  test('is only for the requester, while the request waits', () => {
    expect(refusal(to.edit(voted, change(voted, { by: 'U0LEAD' })))).toEqual({ type: 'not yours' })
    const withdrawn = done(to.withdraw(voted, { user: 'U0ASKER', now }))
    expect(refusal(to.edit(withdrawn, change(withdrawn)))).toMatchObject({ type: 'decided', by: ['U0ASKER'] })
  })
})

test('only the requester can withdraw, and only while the request waits', () => {
  expect(refusal(to.withdraw(aRequest(), { user: 'U0LEAD', now }))).toEqual({ type: 'not yours' })
  const withdrawn = done(to.withdraw(aRequest(), { user: 'U0ASKER', now }))
  expect(withdrawn.status).toEqual({ type: 'withdrawn', by: 'U0ASKER', at: now })
  expect(refusal(to.withdraw(withdrawn, { user: 'U0ASKER', now }))).toMatchObject({ type: 'decided' })
})

test('a request expires at its deadline, not earlier, and not after it is decided', () => {
  const { expiresAt } = aRequest().terms
  expect(to.expire(aRequest(), expiresAt - 1).ok).toBe(false)
  expect(done(to.expire(aRequest(), expiresAt)).status).toEqual({ type: 'expired', at: expiresAt })
  const approved = done(to.vote(aRequest(), ballot(aRequest())))
  expect(to.expire(approved, expiresAt).ok).toBe(false)
})

test('creating counts its attempts and ends once', () => {
  const approved = done(to.vote(aRequest(), ballot(aRequest())))
  expect(to.beginCreating(aRequest(), { now, notBefore: now, settlesAt: now }).ok).toBe(false)
  const first = done(to.beginCreating(approved, { now, notBefore: now + 10, settlesAt: now + 15 }))
  const second = done(to.beginCreating(first, { now: now + 20, notBefore: now + 30, settlesAt: now + 35 }))
  expect(second.status).toEqual({
    type: 'creating',
    since: now,
    attempts: 2,
    triedAt: now + 20,
    notBefore: now + 30,
    settlesAt: now + 35,
  })
  const created = done(to.created(second, { migrationId: '1912', now, lookAgainAt: now + 50 }))
  const failure = { code: 'OMS.0', what: 'No', next: 'Request it again' }
  expect(refusal(to.failed(created, { failure, now }))).toMatchObject({ type: 'decided', by: ['U0LEAD'] })
  expect(to.created(created, { migrationId: '1913', now, lookAgainAt: now }).ok).toBe(false)
  expect(done(to.failed(second, { failure, now })).status).toEqual({ type: 'failed', at: now, failure })
})

test('a migration is looked for again only if Ferry tried more than once, and then once', () => {
  const approved = done(to.vote(aRequest(), ballot(aRequest())))
  const attempt = { now, notBefore: now, settlesAt: now + 15 }
  const creation = { migrationId: '1912', now, lookAgainAt: now + 50 }
  const first = done(to.beginCreating(approved, attempt))
  expect(done(to.created(first, creation)).status).not.toHaveProperty('lookAgainAt')
  const twice = done(to.created(done(to.beginCreating(first, attempt)), creation))
  expect(twice.status).toMatchObject({ lookAgainAt: now + 50 })
  expect(done(to.lookedAgain(twice, {})).status).toEqual({ type: 'created', at: now, migrationId: '1912' })
  expect(done(to.lookedAgain(twice, { secondId: '1913' })).status).toMatchObject({ secondId: '1913' })
  expect(to.lookedAgain(first, {}).ok).toBe(false)
})

test('a migration that was not found is looked for again, and a refused attempt settles at once', () => {
  const approved = done(to.vote(aRequest(), ballot(aRequest())))
  const first = done(to.beginCreating(approved, { now, notBefore: now + 10, settlesAt: now + 15 }))
  expect(done(to.postpone(first, now + 12)).status).toMatchObject({ notBefore: now + 12, isSought: true })
  expect(done(to.settle(first, now + 1)).status).toMatchObject({ settlesAt: now + 1 })
  expect(to.settle(approved, now).ok).toBe(false)
})
