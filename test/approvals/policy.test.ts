import { describe, expect, test } from 'vitest'
import { subjectOf } from '../../src/access/roles.ts'
import { approversFor, firstPolicy, termsFor } from '../../src/approvals/policy.ts'
import { aPolicy, aSpec, askedAt, hourMs } from './samples.ts'

const now = askedAt

describe('who decides', () => {
  const [all, hw, big] = [[subjectOf('S0ALL')], [subjectOf('S0HW')], [subjectOf('S0BIG')]]
  const named = { approvers: all, stricter: [{ account: 'prod-hw', needed: 2, approvers: hw }] }

  test('is everybody with the role if the policy names nobody', () => {
    expect(approversFor(aPolicy(), { spec: aSpec() })).toBeUndefined()
  })

  test('is everybody whom the policy names, or whom the rule for the account names', () => {
    expect(approversFor(aPolicy(named), { spec: aSpec({ account: 'test-hw' }), bytes: 1 })).toBe(all)
    expect(approversFor(aPolicy(named), { spec: aSpec(), bytes: 1 })).toBe(hw)
  })

  test('follows the strictest rule that names somebody, the first of two equal ones; an unknown size counts as large', () => {
    const stricter = [...named.stricter, { aboveBytes: 1e12, needed: 2, approvers: big }, { aboveBytes: 1, needed: 5 }]
    const policy = aPolicy({ ...named, stricter })
    expect(approversFor(policy, { spec: aSpec(), bytes: 2e12 })).toBe(hw)
    expect(approversFor(policy, { spec: aSpec({ account: 'test-hw' }) })).toBe(big)
    const large = { ...policy, stricter: policy.stricter.map((rule) => ({ ...rule, needed: rule.account ? 1 : 3 })) }
    expect(approversFor(large, { spec: aSpec(), bytes: 2e12 })).toBe(big)
  })
})

describe('the terms of a request', () => {
  test('are one approval within a day, by somebody other than the requester, until somebody sets a policy', () => {
    expect(termsFor(firstPolicy, aSpec(), { now })).toEqual({
      policyVersion: 0,
      needed: 1,
      allowsSelf: false,
      expiresAt: now + 24 * hourMs,
      remindAt: [now + 4 * hourMs],
    })
  })

  const stricter = [
    { account: 'prod-hw', needed: 2 },
    { aboveBytes: 1e12, needed: 3 },
    { account: 'prod-nv', aboveBytes: 1e12, needed: 5 },
  ]
  test.each([
    ['another account, small', { account: 'test-hw', bytes: 1 }, 1],
    ['the account, small', { account: 'prod-hw', bytes: 1 }, 2],
    ['just as large as the limit', { account: 'test-hw', bytes: 1e12 }, 1],
    ['larger than the limit', { account: 'prod-hw', bytes: 1e12 + 1 }, 3],
    ['both at once', { account: 'prod-nv', bytes: 2e12 }, 5],
  ])('come from the strictest rule that fits: %s', (_, { account, bytes }, needed) => {
    expect(termsFor(aPolicy({ stricter }), aSpec({ account }), { bytes, now }).needed).toBe(needed)
  })

  test('treat an unknown size as the largest', () => {
    expect(termsFor(aPolicy({ stricter }), aSpec({ account: 'test-hw' }), { now }).needed).toBe(3)
  })

  test('are never less strict than the policy, and never need more than five approvals', () => {
    const lax = aPolicy({ needed: 2, stricter: [{ needed: 0 }] })
    expect(termsFor(lax, aSpec(), { now }).needed).toBe(2)
    expect(termsFor(aPolicy({ stricter: [{ needed: 99 }] }), aSpec(), { now }).needed).toBe(5)
  })

  test('remind in order, and never after the request expires', () => {
    const policy = aPolicy({ expiresAfterMs: 10 * hourMs, remindAfterMs: [8 * hourMs, 2 * hourMs, 10 * hourMs] })
    expect(termsFor(policy, aSpec(), { now }).remindAt).toEqual([now + 2 * hourMs, now + 8 * hourMs])
  })
})
