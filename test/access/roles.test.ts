import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestRoleOf, type Grant, reaches, roleOf, roles, type Standing } from '../../src/access/roles.ts'

const nobody: Standing = { user: 'U1', isFirstAdmin: false, isGuest: false, groups: [] }

function grant(role: Grant['role'], more: Partial<Grant> = {}): Grant {
  return { type: 'user', id: 'U1', role, grantedBy: 'U9', grantedAt: 1, ...more }
}

describe('a person', () => {
  test('without a grant can only look', () => {
    expect(roleOf(nobody, [])).toBe('viewer')
    expect(roleOf(nobody, [grant('admin', { id: 'U2' })])).toBe('viewer')
  })

  test('has the best role of their own grants and their groups’ grants', () => {
    const grants = [grant('operator'), grant('approver', { type: 'group', id: 'S1' })]
    expect(roleOf(nobody, grants)).toBe('operator')
    expect(roleOf({ ...nobody, groups: ['S1'] }, grants)).toBe('approver')
  })

  test('with a role for one account has it for that account only', () => {
    const grants = [grant('operator', { account: 'prod-hw' })]
    expect(roleOf(nobody, grants, 'prod-hw')).toBe('operator')
    expect(roleOf(nobody, grants, 'other')).toBe('viewer')
    expect(roleOf(nobody, grants)).toBe('viewer')
    expect(bestRoleOf(nobody, grants)).toBe('operator')
  })

  test('who installed Ferry is an admin, whatever the grants say', () => {
    expect(roleOf({ ...nobody, isFirstAdmin: true }, [grant('viewer')], 'prod-hw')).toBe('admin')
  })

  test('who is a guest is an operator at most, because guests decide nothing', () => {
    expect(roleOf({ ...nobody, isGuest: true }, [grant('admin')])).toBe('operator')
    expect(roleOf({ ...nobody, isGuest: true, isFirstAdmin: true }, [])).toBe('operator')
    expect(roleOf({ ...nobody, isGuest: true }, [])).toBe('viewer')
  })
})

const anyGrant = fc.record({
  type: fc.constantFrom('user' as const, 'group' as const),
  id: fc.constantFrom('U1', 'U2', 'S1', 'S2'),
  role: fc.constantFrom(...roles),
  grantedBy: fc.constant('U9'),
  grantedAt: fc.constant(1),
})
const anyStanding = fc.record({
  user: fc.constantFrom('U1', 'U2', 'U3'),
  isFirstAdmin: fc.boolean(),
  isGuest: fc.boolean(),
  groups: fc.subarray(['S1', 'S2']),
})

test('another grant never takes anything away, and never lets a guest decide', () => {
  fc.assert(
    fc.property(anyStanding, fc.array(anyGrant), anyGrant, (standing, grants, further) => {
      expect(reaches(roleOf(standing, [...grants, further]), roleOf(standing, grants))).toBe(true)
      expect(standing.isGuest && reaches(roleOf(standing, grants), 'approver')).toBe(false)
    }),
  )
})
