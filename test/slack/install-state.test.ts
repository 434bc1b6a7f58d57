import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InstallFact, isServed, purgeDueAt, stateAfter } from '../../src/slack/install/state.ts'
import type { InstallState } from '../../src/store/store.ts'

const told = (what: 'revoked' | 'uninstalled'): InstallFact => ({ type: 'told', what })
const gone: InstallFact = { type: 'refused', reason: 'account_inactive', isGone: true }
const unclear: InstallFact = { type: 'refused', reason: 'invalid_auth', isGone: false }
const works: InstallFact = { type: 'works' }

function stateFollowing(...facts: InstallFact[]): InstallState {
  return facts.reduce<InstallState>((state, fact, now) => stateAfter(state, fact, now) ?? state, { type: 'active' })
}

describe('the state of an install', () => {
  test.each<[string, InstallFact[], string]>([
    ['is doubted after an event about a revocation', [told('revoked')], 'doubted'],
    ['is doubted after an event about a removal', [told('uninstalled')], 'doubted'],
    ['is refused after a refusal without such an event', [gone], 'refused'],
    ['is refused after a proven revocation', [told('revoked'), gone], 'refused'],
    ['is removed after a proven removal', [told('uninstalled'), gone], 'removed'],
    ['is the same in whatever order the events come', [told('revoked'), told('uninstalled'), gone], 'removed'],
    ['is removed if the event comes after the refusal', [told('revoked'), gone, told('uninstalled'), gone], 'removed'],
    ['is not removed because of a refusal before the event', [gone, told('uninstalled')], 'refused'],
    ['is not removed if Slack may not admit the address', [told('uninstalled'), unclear, unclear], 'refused'],
    ['is removed once Slack’s answer is clear', [told('uninstalled'), unclear, gone], 'removed'],
    ['forgets a late event when the token works', [told('uninstalled'), works, gone], 'refused'],
    ['is active if the token works after a removal', [told('uninstalled'), gone, works], 'active'],
    [
      'is the same if an event comes twice',
      [told('uninstalled'), told('uninstalled'), gone, told('uninstalled'), gone],
      'removed',
    ],
  ])('%s', (_, facts, type) => {
    expect(stateFollowing(...facts).type).toBe(type)
  })

  test('the time of a state is when it began, even if the event is repeated', () => {
    expect(stateFollowing(told('uninstalled'), gone, told('revoked'), gone)).toMatchObject({ since: 1 })
    expect(stateFollowing(gone, gone, unclear)).toEqual({
      type: 'refused',
      since: 0,
      reason: 'invalid_auth',
      isRemovalTold: false,
    })
  })

  // The most important promise: without both, data never becomes due for removal.
  test('data becomes due for removal only after an event about a removal and a final refusal of the token', () => {
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

  test('an event never reactivates an install, and nobody is served without a token', () => {
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
