import { beforeEach, describe, expect, test } from 'vitest'
import { contentHash, shortHash } from '../../src/approvals/request.ts'
import { changeMigrationRequest, requestMigration } from '../../src/commands/request-acts.ts'
import { aDraft, aSpec, hourMs, passed } from '../approvals/samples.ts'
import { typedBy } from '../views/readable.ts'
import { createDesk, type Desk, deskIdentity as identity, problemsIn, shownIn, workspace } from './desk.ts'

const asker = { workspace, user: 'U0ASKER', channel: 'C1', isStranger: false, door: 'typed' } as const
const lead = { user: 'U0LEAD' }
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.types('roles give <@U0ASKER> approver')
  await desk.types('roles give <@U0LEAD> approver prod-hw')
  await desk.types('roles give <@U0OP> operator')
})

async function ask() {
  const request = await requestMigration(
    { draft: aDraft(), spec: aSpec(), identity, checks: passed, bytes: 1e9, origin: asker },
    desk.tools,
  )
  return { ...request, hash: shortHash(request) }
}

async function statusOf(id: string) {
  return (await desk.tools.store.requests.get(id))?.request.status.type
}

/** The first line of an answer. */
async function hears(text: string, how: Parameters<Desk['types']>[1] = lead) {
  return (await desk.reads(text, how))[0]
}

describe('requesting', () => {
  test('requires the operator role, and the audit records it', async () => {
    const { id } = await ask()
    await desk.types('roles take <@U0ASKER>')
    await expect(ask()).rejects.toMatchObject({ code: 'not_allowed' })
    expect((await desk.reads('audit request --details')).join('\n')).toContain(
      `content \`${contentHash({ spec: aSpec(), identity })}\``,
    )
    expect(desk.attended).toEqual([id])
  })

  test('from a channel in which Ferry may not post is refused, and nothing is stored', async () => {
    desk.closed.add('C1')
    await expect(ask()).rejects.toMatchObject({ code: 'channel_unusable' })
    expect((await desk.tools.store.requests.list()).items).toEqual([])
  })

  test('adds to the open requests', async () => {
    const { id } = await ask()
    expect((await desk.reads('requests', { user: 'U0ANY' })).join('\n')).toContain(id)
    await desk.types(`withdraw ${id}`, { user: 'U0ASKER' })
    expect((await desk.reads('requests')).join('\n')).not.toContain(id)
    expect((await desk.reads('requests all')).join('\n')).toContain(id)
  })
})

describe('the buttons of the card', () => {
  test('carry the hash of the content, and are gone after the decision', async () => {
    const { id, hash } = await ask()
    const card = async () => (await desk.tools.store.requests.get(id))?.posting.card?.message ?? { blocks: [] }
    const shown = await desk.tools.store.requests.get(id)
    expect(JSON.stringify(shown?.posting.card)).toContain(`approve ${id} --hash ${hash}`)
    await desk.types(`approve ${id} --hash ${hash}`, lead)
    expect(JSON.stringify(await card())).not.toContain('"actions"')
  })

  test('type commands that work', async () => {
    const { id } = await ask()
    const record = await desk.tools.store.requests.get(id)
    const blocks = JSON.stringify(record?.posting.card?.message.blocks)
    for (const verb of ['review', 'approve', 'reject', 'withdraw']) expect(blocks).toContain(`"${verb} ${id}`)
  })
})

describe('approving', () => {
  test('counts, is in the audit with the content and the policy, and creates the migration', async () => {
    const { id, hash, specHash } = await ask()
    expect((await desk.reads(`approve ${id} --hash ${hash} looks good`, lead)).join('\n')).toContain(
      '*Approved.* Its card in <#',
    )
    expect(await statusOf(id)).toBe('approved')
    expect(desk.attended.at(-1)).toBe(id)
    const trail = (await desk.reads('audit approve --details')).join('\n')
    expect(trail).toContain(`content \`${specHash}\``)
    expect(trail).toContain('policy 0')
    expect(trail).toContain('as approver')
  })

  test.each([
    ['by the requester', 'U0ASKER', 'This is your own request'],
    ['by an operator', 'U0OP', 'You need the approver role'],
    ['by a member', 'U0ANY', 'You need the approver role'],
  ])('%s is refused with the reason', async (_, user, reason) => {
    const { id } = await ask()
    expect(await hears(`approve ${id}`, { user })).toContain(reason)
    expect(await statusOf(id)).toBe('waiting')
  })

  test('by a guest is refused, whatever their role', async () => {
    desk.guests.add('U0LEAD')
    const { id } = await ask()
    expect(await hears(`approve ${id}`)).toContain('guests can be operators at most')
  })

  test('by a member of another organization is refused', async () => {
    const { id } = await ask()
    expect(await hears(`approve ${id}`, { ...lead, isStranger: true })).toContain('Only members of this workspace')
  })

  test('after the decision says by whom and when it was decided', async () => {
    const { id } = await ask()
    await desk.types(`approve ${id}`, lead)
    expect(await hears(`reject ${id} too late`, { user: 'U1' })).toMatch(
      /already approved by <@U0LEAD> 2026-11-21 12:00 UTC/,
    )
  })

  test('after a change requires a new review', async () => {
    const { id, hash } = await ask()
    const spec = aSpec({ target: { bucket: 'elsewhere' } })
    await changeMigrationRequest(id, { spec, identity, checks: passed, origin: asker }, desk.tools)
    expect(await hears(`approve ${id} --hash ${hash}`)).toContain('changed since you looked')
    expect(await hears(`approve ${id}`)).toContain('changed since you looked')
  })

  test('after the deadline is too late', async () => {
    const { id } = await ask()
    await desk.clock.advance(25 * hourMs)
    expect(await hears(`approve ${id}`)).toContain('It expired')
  })

  test('does not count if the person has lost the role since the last click', async () => {
    const { id } = await ask()
    await desk.types('roles take <@U0LEAD> prod-hw')
    expect(await hears(`approve ${id}`)).toContain('You need the approver role')
    expect(await statusOf(id)).toBe('waiting')
  })

  test('alone is for the person on call, with a reason that a form asks for', async () => {
    await desk.types('approvals set', { answers: { needed: '2', self: 'no', expires: '24', onCallPerson: 'U0OP' } })
    const { id } = await ask()
    const alone = { user: 'U0OP' }
    expect(await hears(`approve ${id} --break-glass now`, lead)).toContain(
      'Only the people the approval policy lists as on call',
    )
    expect((await desk.types(`approve ${id} --break-glass`, alone)).reply.type).toBe('form')
    await desk.types(`approve ${id} --break-glass`, { ...alone, answers: { reason: 'outage' } })
    expect(await statusOf(id)).toBe('approved')
    expect((await desk.reads('audit')).join('\n')).toContain('approve alone')
  })
})

describe('rejecting', () => {
  test('asks in a form for a reason that everybody will see', async () => {
    const { id, hash } = await ask()
    expect((await desk.types(`reject ${id} --hash ${hash}`, lead)).reply.type).toBe('form')
    expect(await statusOf(id)).toBe('waiting')
    await desk.types(`reject ${id} --hash ${hash}`, { ...lead, answers: { reason: 'wrong bucket' } })
    expect((await desk.reads('requests all')).join('\n')).toContain('wrong bucket')
  })

  test('leaves the reason out of the audit', async () => {
    const { id } = await ask()
    await desk.types(`reject ${id} my secret reason`, lead)
    expect((await desk.reads('audit reject')).join('\n')).not.toContain('secret reason')
  })
})

describe('review', () => {
  test('shows everything, and people who may decide can do so there', async () => {
    const { id } = await ask()
    const page = (await desk.reads(`review ${id}`, lead)).join('\n')
    for (const words of ['photos', 'archive', 'The keys are accepted', 'Three more tasks fit', 'requested by']) {
      expect(page).toContain(words)
    }
    const rejected = { decision: 'reject' }
    expect(problemsIn(await desk.types(`review ${id}`, { ...lead, answers: rejected }))).toHaveProperty('reason')
    await desk.types(`review ${id}`, { ...lead, answers: { decision: 'approve' } })
    expect(await statusOf(id)).toBe('approved')
  })

  test.each([['U0ASKER'], ['U0OP']])('offers %s no decision', async (user) => {
    const { id } = await ask()
    const { reply } = await desk.types(`review ${id}`, { user })
    expect(JSON.stringify(shownIn(reply))).not.toContain('decision')
  })

  test('finds a request by the start of its id, and says if there is none', async () => {
    const { id } = await ask()
    expect((await desk.types(`review ${id.slice(2, 6)}…`, lead)).code).toBe('ok')
    expect((await desk.types('review r-zzzzzz', lead)).code).toBe('request_not_found')
    expect((await desk.types('review', lead)).code).toBe('usage')
  })
})

test('only the requester can withdraw, whatever their role is by then', async () => {
  const { id } = await ask()
  expect(await hears(`withdraw ${id}`)).toContain('Only the requester')
  await desk.types('roles take <@U0ASKER>')
  expect((await desk.types(`withdraw ${id}`, { user: 'U0ASKER' })).code).toBe('ok')
  expect(await statusOf(id)).toBe('withdrawn')
})

describe('the approval policy', () => {
  beforeEach(() => void desk.groups.set('S0LEADS', ['U0LEADER']))

  const answers = {
    channel: 'C2',
    needed: '2',
    self: 'no',
    expires: '48',
    reminders: '20, 4',
    escalateGroup: 's0leads',
    stricter: 'prod-hw 3\n> 10 TB 4\nprod-hw > 1.5 PB 5',
    onCallPerson: 'U0NIGHT',
  }

  test('is set by an admin in a form, takes effect at once, and every version is kept', async () => {
    expect((await desk.types('approvals set', lead)).code).toBe('not_allowed')
    expect((await desk.types('approvals set', { answers })).reply.type).toBe('form done')
    await desk.types('approvals set', { answers: { ...answers, needed: '1', stricter: '' } })
    const { items } = await desk.tools.store.policies.list()
    expect(items[0]).toMatchObject({
      version: 1,
      channel: 'C2',
      needed: 2,
      expiresAfterMs: 48 * hourMs,
      remindAfterMs: [4 * hourMs, 20 * hourMs],
      escalateTo: { type: 'group', id: 'S0LEADS' },
      stricter: [
        { account: 'prod-hw', needed: 3 },
        { aboveBytes: 10e12, needed: 4 },
        { account: 'prod-hw', aboveBytes: 1.5e15, needed: 5 },
      ],
      breakGlass: { type: 'user', id: 'U0NIGHT' },
    })
    const { id } = await ask()
    expect((await desk.tools.store.requests.get(id))?.posting.channel).toBe('C2')
    expect((await desk.tools.store.requests.get(id))?.request.terms).toMatchObject({ policyVersion: 2, needed: 1 })
    expect((await desk.reads('approvals')).join('\n')).toContain('Version 2')
    expect((await desk.reads('approvals history')).join('\n')).toMatch(/Version 2[\s\S]*Version 1/)
  })

  test('fills the form with its present values, so that saving it changes nothing else', async () => {
    await desk.types('approvals set', { answers })
    const shown = JSON.stringify(shownIn((await desk.types('approvals set')).reply))
    for (const text of ['C2', '48', '4, 20', 'S0LEADS', 'U0NIGHT', 'More than 10 TB: 4 approvals'])
      expect(shown).toContain(text)
  })

  test.each([
    ['needed', { needed: '9' }],
    ['expires', { expires: '0' }],
    ['expires', { expires: 'soon' }],
    ['reminders', { reminders: '4, x' }],
    ['stricter', { stricter: 'nowhere 2' }],
    ['stricter', { stricter: '2' }],
    ['stricter', { stricter: 'prod-hw 9' }],
    ['escalateGroup', { escalateGroup: 'leads' }],
    ['onCallGroup', { onCallGroup: 'S0X', onCallPerson: 'U1' }],
  ])('shows in its form what is wrong with %s: %j', async (field, changes) => {
    expect(problemsIn(await desk.types('approvals set', { answers: { ...answers, ...changes } }))).toHaveProperty(field)
    expect((await desk.tools.store.policies.list()).items).toEqual([])
  })

  test('cannot name a channel in which Ferry may not post', async () => {
    desk.closed.add('C2')
    expect(problemsIn(await desk.types('approvals set', { answers }))).toHaveProperty('channel')
  })
})

test('the page of the policy offers the form to admins only', async () => {
  const { reply } = await desk.types('approvals')
  expect(Object.values(typedBy(shownIn(reply)))).toContain('approvals set')
  expect(Object.values(typedBy(shownIn((await desk.types('approvals', lead)).reply)))).not.toContain('approvals set')
})
