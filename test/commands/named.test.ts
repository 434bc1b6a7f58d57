import { beforeEach, describe, expect, test } from 'vitest'
import { requestMigration } from '../../src/commands/request-acts.ts'
import { AppError } from '../../src/errors/errors.ts'
import { aDraft, aSpec, passed } from '../approvals/samples.ts'
import { createDesk, type Desk, deskIdentity as identity, problemsIn, shownIn, workspace } from './desk.ts'

const whole = { needed: '1', self: 'no', expires: '24' }
const asker = { workspace, user: 'U0ASKER', channel: 'C1', isStranger: false, door: 'typed' } as const
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.types('roles give <@U0ASKER> operator')
  await desk.types('roles give <@U0LEAD> approver')
  desk.groups.set('S0LEADS', ['U0ANN', 'U0BEN'])
})

function sets(answers: Record<string, string>) {
  return desk.types('approvals set', { answers: { ...whole, ...answers } })
}

function ask(user = 'U0ASKER') {
  return requestMigration(
    { draft: aDraft(), spec: aSpec(), identity, checks: passed, bytes: 1e9, origin: { ...asker, user } },
    desk.tools,
  )
}

async function hears(text: string, user: string) {
  return (await desk.reads(text, { user })).join('\n')
}

async function statusOf(id: string) {
  return (await desk.tools.store.requests.get(id))?.request.status.type
}

describe('who approves', () => {
  beforeEach(() => sets({ approveGroups: 's0leads' }))

  test('are the people named, without the role, and the audit says why they could', async () => {
    const { id } = await ask()
    expect(await hears(`approve ${id}`, 'U0ANN')).toContain('*Approved.* Its card in <#')
    expect((await desk.reads('audit approve')).join('\n')).toContain('named by policy 1')
  })

  test.each(['U0LEAD', 'U1'])(
    'are nobody else: %s is told who can, whatever their role and however they try',
    async (user) => {
      const { id } = await ask()
      for (const order of [`approve ${id}`, `reject ${id} no`, `reject ${id}`]) {
        expect(await hears(order, user)).toMatch(/these may approve this: <!subteam\^S0LEADS>[\s\S]*Ask <@U1>/)
      }
      expect(await statusOf(id)).toBe('waiting')
      expect((await desk.reads('audit')).join('\n')).toMatch(/reject.* refused .*not_named/)
    },
  )

  test('are not guests, named or not', async () => {
    desk.guests.add('U0ANN')
    const { id } = await ask()
    expect(await hears(`approve ${id}`, 'U0ANN')).toContain('guests can’t approve or reject')
  })

  test('are not members of other organizations, named or not, and the audit records the attempt', async () => {
    const { id } = await ask()
    const answer = await desk.reads(`approve ${id}`, { user: 'U0ANN', isStranger: true })
    expect(answer.join('\n')).toContain('Only members of this workspace')
    expect((await desk.reads('audit')).join('\n')).toMatch(/approve.* refused .*stranger/)
  })

  test('see the decision in the review, and nobody else does', async () => {
    const { id } = await ask()
    const page = async (user: string) => JSON.stringify(shownIn((await desk.types(`review ${id}`, { user })).reply))
    expect([await page('U0ANN'), await page('U0LEAD')]).toEqual([
      expect.stringContaining('"decision"'),
      expect.not.stringContaining('"decision"'),
    ])
  })

  test('does not limit the person on call, who approves alone', async () => {
    await sets({ approveGroups: 'S0LEADS', onCallPerson: 'U0ASKER2' })
    await desk.types('roles give <@U0ASKER2> operator')
    const { id } = await ask()
    await desk.types(`approve ${id} --break-glass outage`, { user: 'U0ASKER2' })
    expect(await statusOf(id)).toBe('approved')
  })
})

describe('who may request', () => {
  beforeEach(() => sets({ askPeople: 'U0ANN,U0CAT' }))

  test('are the people named, without the role', async () => {
    const { id } = await ask('U0CAT')
    expect(await statusOf(id)).toBe('waiting')
    expect((await desk.types('create', { user: 'U0CAT' })).code).toBe('ok')
    expect((await desk.reads('audit request')).join('\n')).toContain('named by policy 1')
  })

  test('are nobody else: they are told who may, and who can change that', async () => {
    await expect(ask()).rejects.toMatchObject({ code: 'not_named' })
    for (const user of ['U0ASKER', 'U0LEAD', 'U1']) {
      expect(await hears('create', user)).toMatch(/may request migrations: <@U0ANN>, <@U0CAT>[\s\S]*Ask <@U1>/)
    }
  })

  test('get no other right', async () => {
    expect(await hears('keys add', 'U0CAT')).toContain('You need the operator role')
  })
})

describe('the policy form', () => {
  const people = { askPeople: 'U0CAT', approvePeople: 'U0LEAD,U0EVE', approveGroups: 'S0LEADS, <!subteam^S0OPS|@ops>' }
  const stricter = 'prod-hw 2 by s0leads U0LEAD\n> 10 TB 3'

  test('names people and user groups, for all requests and by rule, and shows them again', async () => {
    desk.groups.set('S0OPS', ['U0OPS'])
    await sets({ ...people, stricter })
    const { items } = await desk.tools.store.policies.list()
    expect(items[0]).toMatchObject({
      requesters: [{ type: 'user', id: 'U0CAT' }],
      approvers: [
        { type: 'user', id: 'U0LEAD' },
        { type: 'user', id: 'U0EVE' },
        { type: 'group', id: 'S0LEADS' },
        { type: 'group', id: 'S0OPS' },
      ],
      stricter: [
        {
          account: 'prod-hw',
          needed: 2,
          approvers: [
            { type: 'group', id: 'S0LEADS' },
            { type: 'user', id: 'U0LEAD' },
          ],
        },
        { aboveBytes: 10e12, needed: 3 },
      ],
    })
    const form = JSON.stringify(shownIn((await desk.types('approvals set')).reply))
    for (const text of [
      '["U0LEAD","U0EVE"]',
      '"value":"S0LEADS"',
      '"value":"S0OPS"',
      'Account `prod-hw`: 2 approvals, only by <!subteam^S0LEADS>, <@U0LEAD>',
    ]) {
      expect(form).toContain(text)
    }
  })

  test('is reflected in the page, the history and the audit, with the version', async () => {
    await sets({ approveGroups: 'S0LEADS' })
    await sets({ askPeople: 'U0CAT' })
    expect((await desk.reads('approvals')).join('\n')).toContain('Only these can request: <@U0CAT>')
    const history = (await desk.reads('approvals history')).join('\n')
    expect(history).toMatch(/request: <@U0CAT>[\s\S]*Version 2[\s\S]*approve: <!subteam\^S0LEADS>[\s\S]*Version 1/)
    expect((await desk.reads('audit')).join('\n')).toMatch(/requested by U0CAT[\s\S]*approved by S0LEADS/)
  })

  test.each([
    ['approveGroups', { approveGroups: 'leads' }],
    ['askGroups', { askGroups: 'U0ANN' }],
    ['stricter', { stricter: 'prod-hw 2 by' }],
    ['stricter', { stricter: 'prod-hw 2 by leads' }],
    ['stricter', { stricter: 'prod-hw 2 by U01 U02 U03 U04 U05 U06' }],
  ])('shows what is wrong with %s: %j', async (field, changes) => {
    expect(problemsIn(await sets(changes))).toHaveProperty(field)
    expect((await desk.tools.store.policies.list()).items).toEqual([])
  })

  test('keeps its answers and warns of what may not work, until the person ticks that they know', async () => {
    const answers = { approvePeople: 'U0LEAD', needed: '2', approveGroups: 'S0NOBODY' }
    const { reply } = await sets(answers)
    const form = JSON.stringify(shownIn(reply))
    expect(form).toContain('is empty or does not exist')
    expect(form).toContain('only 1 person on the list can give one')
    expect(form).toContain('["U0LEAD"]')
    expect((await desk.tools.store.policies.list()).items).toEqual([])
    const key = /"value":"([0-9a-f]{16})"/.exec(form)?.[1] ?? ''
    expect((await sets({ ...answers, needed: '3', anyway: key })).reply.type).toBe('form')
    expect((await sets({ ...answers, anyway: key })).reply.type).toBe('form done')
  })

  test('warns if nobody would be left to approve a request of the only approver', async () => {
    expect(JSON.stringify(shownIn((await sets({ approvePeople: 'U0LEAD' })).reply))).toContain(
      'people can’t approve their own',
    )
    expect((await sets({ approvePeople: 'U0ANN' })).reply.type).toBe('form done')
  })

  test('says that Slack does not tell who is in a group, instead of treating it as empty', async () => {
    desk.tools.membersOf = () => Promise.reject(new AppError('rights_unknown'))
    const form = JSON.stringify(shownIn((await sets({ approveGroups: 'S0LEADS' })).reply))
    expect(form).toContain('Slack did not tell Ferry who is in')
    expect(form).not.toContain('can give one')
  })
})
