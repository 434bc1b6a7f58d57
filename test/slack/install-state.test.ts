import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InstallFact, isServed, purgeDueAt, stateAfter } from '../../src/slack/install-state.ts'
import type { InstallState } from '../../src/store/store.ts'

const told = (what: 'revoked' | 'uninstalled'): InstallFact => ({ type: 'told', what })
const gone: InstallFact = { type: 'refused', reason: 'account_inactive', isGone: true }
const unclear: InstallFact = { type: 'refused', reason: 'invalid_auth', isGone: false }
const works: InstallFact = { type: 'works' }

function stateFollowing(...facts: InstallFact[]): InstallState {
  return facts.reduce<InstallState>((state, fact, now) => stateAfter(state, fact, now) ?? state, { type: 'active' })
}

describe('what becomes of an install', () => {
  test.each<[string, InstallFact[], string]>([
    ['being told of a revocation is a doubt', [told('revoked')], 'doubted'],
    ['being told of a removal is a doubt', [told('uninstalled')], 'doubted'],
    ['a refusal without such an event stops use', [gone], 'refused'],
    ['a revocation that is proven stops use', [told('revoked'), gone], 'refused'],
    ['a removal that is proven is one', [told('uninstalled'), gone], 'removed'],
    ['in whatever order it is told', [told('revoked'), told('uninstalled'), gone], 'removed'],
    ['and when it is told after the refusal', [told('revoked'), gone, told('uninstalled'), gone], 'removed'],
    ['the refusal before it was told proves nothing', [gone, told('uninstalled')], 'refused'],
    ['an address that is not admitted proves nothing', [told('uninstalled'), unclear, unclear], 'refused'],
    ['until Slack is clear', [told('uninstalled'), unclear, gone], 'removed'],
    ['what was told late is forgotten when the token works', [told('uninstalled'), works, gone], 'refused'],
    ['a removed one that works is active', [told('uninstalled'), gone, works], 'active'],
    ['told twice is told once', [told('uninstalled'), told('uninstalled'), gone, told('uninstalled'), gone], 'removed'],
  ])('%s', (_, facts, type) => {
    expect(stateFollowing(...facts).type).toBe(type)
  })

  test('the time of a state is when it began, however often it is told again', () => {
    expect(stateFollowing(told('uninstalled'), gone, told('revoked'), gone)).toMatchObject({ since: 1 })
    expect(stateFollowing(gone, gone, unclear)).toEqual({
      type: 'refused',
      since: 0,
      reason: 'invalid_auth',
      isRemovalTold: false,
    })
  })

  // The promise of it all: without both, nothing is ever due to be removed.
  test('data is due to be removed only after a removal was told and Slack then refused the token for good', () => {
    const fact = fc.constantFrom(told('revoked'), told('uninstalled'), gone, unclear, works)
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 12 }), (facts) => {
        if (purgeDueAt(stateFollowing(...facts), 1000) === undefined) return
        const toldAt = facts.findIndex((one) => one.type === 'told' && one.what === 'uninstalled')
        const refusedAt = facts.lastIndexOf(gone)
        expect(toldAt).toBeGreaterThanOrEqual(0)
        expect(refusedAt).toBeGreaterThan(toldAt)
        expect(facts.slice(refusedAt)).not.toContain(works)
      }),
    )
  })

  test('nothing comes back to life by being told, and nobody is served without a token', () => {
    for (const fact of [told('revoked'), told('uninstalled'), gone, unclear, works]) {
      expect(stateAfter({ type: 'purged', since: 0 }, fact, 1)).toBeUndefined()
    }
    const states = [
      stateFollowing(),
      stateFollowing(told('uninstalled')),
      stateFollowing(gone),
      stateFollowing(told('uninstalled'), gone),
    ]
    expect(states.map(isServed)).toEqual([true, true, false, false])
  })
})
