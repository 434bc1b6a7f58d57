import { beforeEach, describe, expect, test } from 'vitest'
import { subjectOf } from '../../src/access/roles.ts'
import { AppError } from '../../src/errors/errors.ts'
import { hourMs } from '../approvals/samples.ts'
import { shown } from '../send/post-office.ts'
import { createOffice, type Office } from './office.ts'

let office: Office
let replica: ReturnType<Office['open']>

const leads = [subjectOf('S0LEADS')]
const ann = [subjectOf('U0ANN')]

beforeEach(async () => {
  office = await createOffice()
  replica = office.open()
  office.groups.set('S0LEADS', ['U0LEADER'])
})

async function refusal(decision: Promise<unknown>) {
  const error: AppError = await decision.then(
    () => Promise.reject(new Error('It was not refused')),
    (refused) => refused,
  )
  return error.details.why ?? error.code
}

async function tick(afterMs = 0): Promise<void> {
  await office.clock.advance(afterMs)
  await office.clock.passUntil(replica.requests.tend())
  await office.clock.advance(5000)
}

const thread = () => shown(office.slack).filter((line) => line.startsWith('>'))
const card = async (id: string) => JSON.stringify((await office.workspace.requests.get(id))?.posting.card)

describe('if the policy names people, the approver', () => {
  test('is checked at each click: a person who left the group in between can no longer approve', async () => {
    await office.policy({ approvers: leads })
    const [first, second] = [await office.ask(), await office.ask()]
    office.standings.set('U0ANN', { groups: ['S0LEADS'] })
    expect((await office.decide(first.id, { user: 'U0ANN' })).status.type).toBe('approved')
    office.standings.set('U0ANN', { groups: [] })
    expect(await refusal(office.decide(second.id, { user: 'U0ANN' }))).toBe('not named')
  })

  test('is named by the present policy, not by the one at the time of the request', async () => {
    await office.policy({ approvers: ann })
    const { id } = await office.ask()
    expect(await refusal(office.decide(id, { user: 'U0LEAD' }))).toBe('not named')
    await office.policy({ approvers: [subjectOf('U0BEN')] })
    expect(await refusal(office.decide(id, { user: 'U0ANN' }))).toBe('not named')
    expect((await office.decide(id, { user: 'U0BEN' })).status.type).toBe('approved')
  })

  test('is anybody with the role for a request from before people were named, once the policy names nobody', async () => {
    const { id } = await office.ask()
    await office.policy({ approvers: ann })
    await office.policy({})
    expect((await office.decide(id, { user: 'U0LEAD' })).status.type).toBe('approved')
  })

  test('is never the requester, even if they are in the group', async () => {
    await office.policy({ approvers: [...ann, ...leads] })
    const { id } = await office.ask()
    office.standings.set('U0ASKER', { groups: ['S0LEADS'] })
    expect(await refusal(office.decide(id, { user: 'U0ASKER' }))).toBe('own request')
  })

  test('is only the person on call while the policy cannot be read', async () => {
    await office.policy({ approvers: ann, breakGlass: subjectOf('U0NIGHT') })
    const { id } = await office.ask()
    const { policies } = office.workspace
    const unreadable = () => Promise.reject(new AppError('seal_unopenable', { keyId: 'k0' }))
    const lossy = { ...policies, list: async () => ({ items: [], unreadable: ['000001'] }), get: unreadable }
    const store = { ...office.workspace, policies: lossy }
    expect(await refusal(office.decide(id, { user: 'U0LEAD' }, { ...office.leasing, store }))).toBe('policy_unreadable')
    const alone = { user: 'U0NIGHT', breaksGlass: true, reason: 'outage' }
    expect((await office.decide(id, alone, { ...office.leasing, store })).status.type).toBe('approved')
  })
})

/** The card names them if the policy names nobody. */
const withTheRole = 'Approvers: <@U0LEAD>, <@U0OTHER>'

describe('the card', () => {
  test('shows who is named, and after a change of the policy who is named now, and mentions them once', async () => {
    await office.policy({ approvers: leads })
    const { id } = await office.ask()
    expect(await card(id)).toContain('Approvers: <!subteam^S0LEADS>')
    await office.policy({ approvers: ann })
    await tick()
    await tick()
    expect(await card(id)).toContain('Approvers: <@U0ANN>')
    expect(thread().filter((line) => line.includes('Approvers: <@U0ANN>'))).toHaveLength(1)
    await office.policy({})
    await tick()
    expect(await card(id)).toContain(withTheRole)
    expect(thread().at(-1)).toContain('everyone with the approver role')
  })

  test('does not mention a change that does not concern it', async () => {
    const { id } = await office.ask()
    await office.policy({ needed: 3, stricter: [{ account: 'other', needed: 3, approvers: ann }] })
    await tick()
    expect([await card(id), thread()]).toEqual([expect.stringContaining(withTheRole), []])
  })
})

test('is followed by reminders that mention those named, not others with the role, and not the requester', async () => {
  await office.policy({ approvers: [...leads, ...ann, subjectOf('U0ASKER')], remindAfterMs: [hourMs] })
  await office.ask()
  await tick(hourMs)
  expect(thread().at(-1)).toMatch(/needs 1 approval.*\n<!subteam\^S0LEADS> <@U0ANN>$/)
})

describe('while Slack does not say who is in a user group', () => {
  test('a person who is named beside it can approve, and one who may be in it is asked to try again', async () => {
    await office.policy({ approvers: [...leads, ...ann] })
    office.unknownGroups.add('S0LEADS')
    const { id } = await office.ask()
    expect(await refusal(office.decide(id, { user: 'U0LEADER' }))).toBe('rights_unknown')
    await office.decide(id, { user: 'U0ANN' })
    expect((await office.request(id)).votes.map(({ user }) => user)).toEqual(['U0ANN'])
  })
})
