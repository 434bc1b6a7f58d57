import { beforeEach, describe, expect, test } from 'vitest'
import { subjectOf } from '../../src/access/roles.ts'
import { AppError } from '../../src/errors/errors.ts'
import { hourMs } from '../approvals/samples.ts'
import { shown } from '../send/post-office.ts'
import { createOffice, type Office } from './office.ts'

let office: Office
let replica: ReturnType<Office['open']>
/** People and groups about whom Slack says nothing. */
let unsaid: Set<string>

beforeEach(async () => {
  office = await createOffice()
  replica = office.open()
  unsaid = new Set()
  const { kindOf, membersOf } = office.leasing
  office.leasing.kindOf = (user) => (unsaid.has(user) ? silence() : kindOf(user))
  office.leasing.membersOf = (group) => (unsaid.has(group) ? silence() : membersOf(group))
})

function silence(): Promise<never> {
  return Promise.reject(new AppError('rights_unknown'))
}

async function tick(afterMs = 0): Promise<void> {
  await office.clock.advance(afterMs)
  await office.clock.passUntil(replica.requests.tend())
  await office.clock.advance(5000)
}

const said = () => shown(office.slack).filter((line) => line.startsWith('>'))
const people = (...ids: string[]) => ids.map(subjectOf)

/** A request whose only approvers have left. */
async function stuck(...approvers: string[]): Promise<string> {
  for (const id of approvers) office.outsiders.add(id)
  await office.policy({ approvers: people(...approvers), remindAfterMs: [hourMs] })
  const { id } = await office.ask()
  await tick()
  expect(said()).toEqual([expect.stringContaining('Nobody can approve this yet')])
  return id
}

// If people read that it can be approved, they stop looking for an approver, and it may wait until it expires.
describe('a request that nobody can approve', () => {
  test('stays so while Slack does not answer, and is checked again at the next tick', async () => {
    await stuck('U0ANN')
    unsaid.add('U0ANN')
    await tick()
    expect(said()).toHaveLength(1)
    unsaid.clear()
    await tick()
    expect(said()).toHaveLength(1)
    office.outsiders.clear()
    await tick()
    expect(said().at(-1)).toContain('This can be approved now. Approvers: <@U0ANN>')
    await tick()
    expect(said()).toHaveLength(2)
  })

  test('stays so while Slack does not say who is in the group', async () => {
    office.groups.set('S0LEADS', [])
    await stuck('S0LEADS')
    unsaid.add('S0LEADS')
    await tick()
    expect(said()).toHaveLength(1)
    unsaid.clear()
    office.groups.set('S0LEADS', ['U0LEADER'])
    await tick()
    expect(said().at(-1)).toContain('Approvers: <!subteam^S0LEADS>')
  })

  test('can be approved as soon as enough people certainly can, whatever Slack says of the others', async () => {
    await stuck('U0ANN', 'U0BEN')
    unsaid.add('U0BEN')
    office.outsiders.delete('U0ANN')
    await tick()
    expect(said().at(-1)).toContain('This can be approved now. Approvers: <@U0ANN>')
  })

  test('is checked again after a reminder for which Slack gave no answer', async () => {
    await stuck('U0ANN')
    unsaid.add('U0ANN')
    await tick(hourMs)
    expect(said().at(-1)).toContain('Nobody can approve this yet')
    unsaid.clear()
    office.outsiders.clear()
    await tick()
    expect(said().at(-1)).toContain('This can be approved now. Approvers: <@U0ANN>')
  })
})

// An outage must not call a request stuck: admins would change a policy that is correct.
describe('if a group has one possible approver, and two are needed', () => {
  const leads = Array.from({ length: 6 }, (_, index) => `U0LEADER${index}`)

  async function askLeads(members = leads): Promise<string> {
    office.groups.set('S0LEADS', members)
    await office.policy({ needed: 2, approvers: people('S0LEADS') })
    const { id } = await office.ask()
    await tick()
    return id
  }

  test('nobody is mentioned while Slack does not say who the others are', async () => {
    for (const id of leads.slice(1)) unsaid.add(id)
    const id = await askLeads()
    expect((await office.request(id)).able).toMatchObject({ count: 1, isUncertain: true })
    expect(said()).toEqual([])
  })

  test('nobody is mentioned if the group is larger than Ferry asks about', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `U0MANY${index}`)
    for (const id of many.slice(1, 50)) office.outsiders.add(id)
    await askLeads(many)
    expect(said()).toEqual([])
  })

  test('two people who certainly can are enough, whoever the others are', async () => {
    for (const id of leads.slice(2)) unsaid.add(id)
    const id = await askLeads()
    expect((await office.request(id)).able).toMatchObject({ count: 2, isUncertain: false })
  })

  test('the shortage is reported once Slack has answered about everybody', async () => {
    for (const id of leads.slice(1)) office.outsiders.add(id)
    await askLeads()
    expect(said()).toEqual([expect.stringContaining('2 approvals are needed, but only 1 person can give one')])
  })
})
