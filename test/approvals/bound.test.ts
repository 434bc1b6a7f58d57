import { describe, expect, test } from 'vitest'
import { termsFor } from '../../src/approvals/policy.ts'
import { contentHash, type MigrationRequest } from '../../src/approvals/request.ts'
import * as to from '../../src/approvals/transitions.ts'
import { aPolicy, aRequest, askedAt, ballot, hourMs, passed } from './samples.ts'

const now = askedAt + hourMs

/** Returns the request after a step; fails if the step was refused. */
function done(transition: to.Transition): MigrationRequest {
  if (!transition.ok) throw new Error(`Refused: ${JSON.stringify(transition.refusal)}`)
  return transition.request
}

function refusal(transition: to.Transition) {
  return transition.ok ? undefined : transition.refusal
}

function change({ requestedBy: by }: MigrationRequest, content: Pick<to.Change, 'spec' | 'identity'>): to.Change {
  return { by, ...content, checks: passed, terms: termsFor(aPolicy(), content.spec, { now }), now }
}

describe('a request is bound to the project that its account pointed to', () => {
  const bound = aRequest({ identity: 'this project', needed: 2 })
  const voted = done(to.vote(bound, ballot(bound, { identity: 'this project' })))
  const account = bound.spec.account

  test.each(['another project', undefined])(
    'and nobody can approve it for %s, not even the person on call',
    (identity) => {
      const now = identity === undefined ? {} : { identity }
      expect(refusal(to.vote(bound, ballot(bound, now)))).toEqual({ type: 'other account', account })
      const alone = { ...now, breaksGlass: true, reason: 'outage' }
      expect(refusal(to.vote(bound, ballot(bound, alone)))).toEqual({ type: 'other account', account })
    },
  )

  test('but can be rejected and withdrawn even if the account changed', () => {
    expect(done(to.vote(bound, ballot(bound, { type: 'reject', reason: 'no' }))).status.type).toBe('rejected')
    expect(done(to.withdraw(bound, { user: 'U0ASKER', now })).status.type).toBe('withdrawn')
  })

  test('so the same order in another project has different content, which nobody has approved', () => {
    const same = { spec: bound.spec, identity: 'this project' }
    const elsewhere = { spec: bound.spec, identity: 'another project' }
    expect(to.isUnchanged(voted, same)).toBe(true)
    expect(to.isUnchanged(voted, elsewhere)).toBe(false)
    const edited = done(to.edit(voted, change(voted, elsewhere)))
    expect(edited).toMatchObject({ identity: 'another project', votes: [], specHash: contentHash(elsewhere) })
    const stale = ballot(edited, { identity: 'another project', seenHash: bound.specHash })
    expect(refusal(to.vote(edited, stale))).toEqual({ type: 'content changed' })
  })

  test('unless it is older than this rule: then it works as before', () => {
    const older = aRequest({ needed: 2 })
    const approved = done(to.vote(older, ballot(older, { identity: 'any' })))
    expect(approved.votes).toHaveLength(1)
    expect(done(to.edit(approved, change(approved, { spec: older.spec, identity: 'any' })))).toBe(approved)
  })
})
