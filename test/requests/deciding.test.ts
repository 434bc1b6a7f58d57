import { beforeEach, describe, expect, test } from 'vitest'
import { shortHash } from '../../src/approvals/request.ts'
import type { AppError } from '../../src/errors/errors.ts'
import { identityOf } from '../../src/fleet/judge/identity.ts'
import { withdraw } from '../../src/requests/decide.ts'
import { withRequest } from '../../src/requests/lease.ts'
import { changeRequest } from '../../src/requests/open.ts'
import { aSpec, hourMs, passed } from '../approvals/samples.ts'
import { createOffice, type Office } from './office.ts'

let office: Office

beforeEach(async () => {
  office = await createOffice()
})

/** The type of a refusal. */
async function refusal(decision: Promise<unknown>) {
  const error: AppError = await decision.then(
    () => Promise.reject(new Error('It was not refused')),
    (refused) => refused,
  )
  return error.details.why ?? error.code
}

const elsewhere = aSpec({ target: { bucket: 'elsewhere' } })

describe('two people at the same time', () => {
  test('decide once: the second is told who was first, even on another replica', async () => {
    const { id } = await office.ask()
    const votes = await office.clock.passUntil(
      Promise.allSettled([
        office.decide(id, { user: 'U0LEAD' }),
        office.decide(id, { user: 'U0OTHER', type: 'reject', reason: 'no' }),
      ]),
    )
    const refused = votes.flatMap((vote) => (vote.status === 'rejected' ? [vote.reason.refusal] : []))
    expect(refused).toHaveLength(1)
    const { status, votes: counted } = await office.request(id)
    if (status.type === 'approved') expect(refused[0]).toMatchObject({ type: 'decided', by: ['U0LEAD'] })
    else expect([status, counted]).toEqual([expect.objectContaining({ type: 'rejected', by: 'U0OTHER' }), []])
  })

  test('both count if two approvals are needed', async () => {
    await office.policy({ needed: 2 })
    const { id } = await office.ask()
    await office.clock.passUntil(
      Promise.all([office.decide(id, { user: 'U0LEAD' }), office.decide(id, { user: 'U0OTHER' })]),
    )
    const { status, votes } = await office.request(id)
    expect([status.type, votes.map(({ user }) => user).sort()]).toEqual(['approved', ['U0LEAD', 'U0OTHER']])
  })

  test('count once if they are the same person', async () => {
    await office.policy({ needed: 2 })
    const { id } = await office.ask()
    const votes = Promise.allSettled([office.decide(id, {}), office.decide(id, {})])
    expect((await office.clock.passUntil(votes)).map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await office.request(id)).votes).toHaveLength(1)
  })

  test('a decision that arrives after its lease has ended is not stored', async () => {
    const { id } = await office.ask()
    const slow = withRequest(id, office.leasing, async (held) => {
      await office.clock.sleep(200_000)
      return withdraw(held, 'U0ASKER', office.leasing)
    })
    await office.clock.settle()
    const quick = office.clock.advance(130_000).then(() => office.decide(id, {}))
    await office.clock.passUntil(quick)
    expect(await refusal(office.clock.passUntil(slow))).toBe('store_unavailable')
    expect((await office.request(id)).status.type).toBe('approved')
  })
})

describe('the right to decide is checked at that moment', () => {
  test('so a role that was lost between two clicks does not count at the second', async () => {
    await office.policy({ needed: 2 })
    const [first, second] = [await office.ask(), await office.ask()]
    await office.decide(first.id, { user: 'U0LEAD' })
    await office.workspace.grants.delete('U0LEAD')
    expect(await refusal(office.decide(second.id, { user: 'U0LEAD' }))).toBe('not an approver')
  })

  test('so a role for another account does not count', async () => {
    const grant = {
      type: 'user',
      id: 'U0FAR',
      role: 'approver',
      account: 'test-hw',
      grantedBy: 'U1',
      grantedAt: 1,
    } as const
    await office.workspace.grants.set('U0FAR@test-hw', grant)
    const { id } = await office.ask()
    expect(await refusal(office.decide(id, { user: 'U0FAR' }))).toBe('not an approver')
  })

  test('and the requester is refused, even if a group of theirs may approve', async () => {
    const grant = { type: 'group', id: 'S0LEADS', role: 'admin', grantedBy: 'U1', grantedAt: 1 } as const
    await office.workspace.grants.set('S0LEADS', grant)
    office.standings.set('U0ASKER', { groups: ['S0LEADS'], isFirstAdmin: true })
    const { id } = await office.ask()
    expect(await refusal(office.decide(id, { user: 'U0ASKER' }))).toBe('own request')
  })

  test('and a guest can decide nothing', async () => {
    office.standings.set('U0LEAD', { isGuest: true })
    const { id } = await office.ask()
    expect(await refusal(office.decide(id, {}))).toBe('guest')
  })

  test('and the person on call is recognized by a group that has no role', async () => {
    await office.policy({ needed: 3, breakGlass: { type: 'group', id: 'S0ONCALL' } })
    const { id } = await office.ask()
    const alone = { user: 'U0NIGHT', breaksGlass: true, reason: 'outage' }
    expect(await refusal(office.decide(id, alone))).toBe('not on call')
    office.standings.set('U0NIGHT', { groups: ['S0ONCALL'] })
    expect((await office.decide(id, alone)).status.type).toBe('approved')
  })
})

test('and an approval counts for the content that was seen', async () => {
  const asked = await office.ask()
  await office.policy({ needed: 2 })
  const identity = identityOf(office.cloud.account, office.cloud.provider)
  const change = { spec: elsewhere, identity, checks: passed, user: 'U0ASKER' }
  const edited = await withRequest(asked.id, office.leasing, (held) => changeRequest(held, change, office.leasing))
  expect(await refusal(office.decide(asked.id, { seenHash: shortHash(asked) }))).toBe('content changed')
  expect((await office.decide(asked.id, { seenHash: shortHash(edited) })).votes).toHaveLength(1)
  expect(edited.terms.needed).toBe(2)
})

describe('an account that was reconnected while a request waits', () => {
  const reconnect = (credentials: Record<string, string>) =>
    office.workspace.accounts.set('prod-hw', { ...office.cloud.account, credentials, createdAt: 99 })

  test('to another project blocks approvals until the requester has checked and changed the request', async () => {
    const { id, spec } = await office.ask()
    await reconnect({ projectId: 'p2' })
    expect(await refusal(office.decide(id, {}))).toBe('other account')
    expect((await office.request(id)).status.type).toBe('waiting')
    const identity = identityOf({ credentials: { projectId: 'p2' } }, office.cloud.provider)
    const change = { spec, identity, checks: passed, user: 'U0ASKER' }
    const edited = await withRequest(id, office.leasing, (held) => changeRequest(held, change, office.leasing))
    expect((await office.decide(id, { seenHash: shortHash(edited) })).status.type).toBe('approved')
  })

  test('does not prevent a rejection', async () => {
    const { id } = await office.ask()
    await reconnect({ projectId: 'p2' })
    expect((await office.decide(id, { type: 'reject', reason: 'no' })).status.type).toBe('rejected')
  })

  test('with other keys of the same project changes nothing', async () => {
    const { id } = await office.ask()
    await reconnect({ accessKey: 'FAKEOTHERKEY', secretKey: 'another-fake-secret' })
    expect((await office.decide(id, {})).status.type).toBe('approved')
  })

  test('and that was then removed is reported as missing, and the request waits', async () => {
    const { id } = await office.ask()
    await office.workspace.accounts.delete('prod-hw')
    expect(await refusal(office.decide(id, {}))).toBe('account_not_found')
    expect((await office.request(id)).status.type).toBe('waiting')
  })
})

test('nobody can approve after the deadline, whether or not the expiry was recorded', async () => {
  const { id } = await office.ask()
  await office.clock.advance(24 * hourMs)
  expect(await refusal(office.decide(id, {}))).toBe('expired')
})

test('a migration that would fail is not requested', async () => {
  const checks = [{ name: 'source bucket', outcome: 'fail', what: 'There is no bucket photos' }] as const
  expect(await refusal(office.ask({ checks }))).toBe('preflight_failed')
  expect((await office.workspace.requests.list()).items).toEqual([])
})

test('an unreadable policy is never replaced by an older, less strict one', async () => {
  await office.policy({ needed: 3 })
  const { policies } = office.workspace
  office.leasing.store = {
    ...office.workspace,
    policies: { ...policies, list: async () => ({ items: [], unreadable: ['000001'] }) },
  }
  await expect(office.ask()).rejects.toMatchObject({ code: 'policy_unreadable' })
})
