import { beforeEach, describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { AppError } from '../../src/errors/errors.ts'
import { roleWords } from '../../src/views/access/roles.ts'
import { limits } from '../../src/views/blocks/limits.ts'
import { sample } from '../migrations/sample.ts'
import { keyAnswers } from '../providers/huawei/open-account.ts'
import { createDesk, type Desk, problemsIn } from './desk.ts'
import { wholeOf } from './whole.ts'

const ref = 'prod-hw/191297407830872'
const member = { user: 'U0MEMBER' }
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
  await desk.addAccount('other')
  desk.cloud.add(sample())
})

describe('a member without a role', () => {
  test('can look', async () => {
    expect((await desk.types(`status ${ref}`, member)).code).toBe('ok')
  })

  test.each(commands)('can only look with $verb', async (command) => {
    const { verb } = command
    const before = await everythingIn(desk)
    await desk.types(wholeOf(command, ref), member)
    expect(desk.cloud.calls.filter((call) => !/^(show|list)/.test(call))).toEqual([])
    expect(await everythingIn(desk)).toEqual(['watch', 'subscribe'].includes(verb) ? { ...before, watches: 1 } : before)
  })

  test('is told which role is needed, how to get it and from whom', async () => {
    await desk.types('roles give <@U0BOSS> admin')
    expect(await desk.reads(`pause ${ref}`, member)).toEqual([
      ':lock: You need the operator role; you are a viewer.',
      'Ask a Ferry admin to give you the operator role.',
      '(Ask <@U1>, <@U2>, or <@U0BOSS>.)',
      '[Who can do what]',
    ])
  })
})

describe('a role', () => {
  test('given to a person works at once', async () => {
    expect((await desk.types('roles give <@U0MEMBER|mem> operator')).code).toBe('ok')
    expect((await desk.types(`pause ${ref}`, member)).code).toBe('ok')
    expect(desk.cloud.calls).toContain(`pause ${ref}`)
  })

  test.each(['give', 'take'])('is required after %s, and the answer lists the roles', async (verb) => {
    expect(await desk.reads(`roles ${verb} <@U0MEMBER> boss`)).toEqual([
      ':warning: `boss` is not a role or an account. The roles: viewer, operator, approver, admin.',
      'Type it like this: `/migrate roles [me | give | take] [@person or @group] [role] [account]`',
    ])
  })

  test('is shown to the person who has it, and that of their user group, without those of others', async () => {
    desk.groups.set('S0ONCALL', ['U0MEMBER'])
    await desk.types('roles give <!subteam^S0ONCALL|@oncall> operator prod-hw')
    await desk.types('roles give <@U0BOSS> admin')
    for (const text of ['roles me', 'role mine please']) {
      const lines = await desk.reads(text, member)
      expect(lines.slice(0, 2)).toEqual([
        'Your role is *viewer*: can see and watch everything. For some accounts, it is *operator*.',
        '<!subteam^S0ONCALL> · *operator* for `prod-hw`',
      ])
      expect(lines.join('\n')).not.toContain('<@U0BOSS> · *admin*')
      expect(lines.join('\n')).toContain('(These roles were given to you, or to user groups that you are in.')
      expect(lines.at(-1)).toBe('[Who can do what]')
    }
    expect((await desk.reads('roles list', member))[0]).toContain('Your role is *viewer*')
    expect((await desk.reads('roles me', { user: 'U0NEW' })).join('\n')).toContain('Nobody has given you a role.')
    expect((await desk.reads('roles me', { user: 'U1' })).join('\n')).toContain(
      '(Nobody can take this role from you. Always admin: <@U1>, <@U2>.)',
    )
    expect((await desk.reads('roles me now and then', member))[0]).toContain('does not understand `and` and `then`')
  })

  test('has a description that fits the options of the form', () => {
    const words = Object.entries(roleWords).map(([role, what]) => `${role}: ${what}`)
    expect(words.filter(({ length }) => length > limits.optionText)).toEqual([])
  })

  test('given to a user group applies to everybody who is in it at that moment', async () => {
    desk.groups.set('S0ONCALL', ['U0MEMBER'])
    await desk.types('roles give <!subteam^S0ONCALL|@oncall> operator')
    expect((await desk.types(`pause ${ref}`, member)).code).toBe('ok')
    desk.groups.set('S0ONCALL', [])
    expect((await desk.types(`pause ${ref}`, member)).code).toBe('not_allowed')
  })

  test('for one account does not apply to another', async () => {
    await desk.types('roles give <@U0MEMBER> operator other')
    const { code } = await desk.types(`pause ${ref}`, member)
    expect(code).toBe('not_allowed')
    expect(desk.cloud.calls.filter((call) => call.includes('pause'))).toEqual([])
    expect((await desk.reads(`pause ${ref}`, member))[0]).toContain('operator role for `prod-hw`; you are a viewer')
  })

  test('removed between two clicks is gone at the second', async () => {
    await desk.types('roles give <@U0MEMBER> operator')
    expect((await desk.types(`pause ${ref}`, member)).code).toBe('ok')
    await desk.types('roles take <@U0MEMBER>')
    expect((await desk.types(`start ${ref}`, member)).code).toBe('not_allowed')
  })

  test('given again replaces the earlier one, and is shown with who gave it', async () => {
    await desk.types('roles give <@U0MEMBER> admin')
    await desk.types('roles give <@U0MEMBER> operator', { user: 'U2' })
    const lines = await desk.reads('roles')
    expect(lines.filter((line) => line.includes('U0MEMBER'))).toHaveLength(1)
    expect(lines.join('\n')).toMatch(/@U0MEMBER> · \*operator\*\n?.*given by <@U2>|@U0MEMBER · \*operator\*/)
  })

  test('can be given by admins only', async () => {
    await desk.types('roles give <@U0MEMBER> approver')
    expect((await desk.types('roles give <@U0MEMBER> admin', member)).code).toBe('not_allowed')
    expect((await desk.types('roles take <@U0BOSS>', member)).code).toBe('not_allowed')
  })

  test('for a removed account can be taken away, so that it does not apply to a later account of that name', async () => {
    await desk.types('roles give <@U0MEMBER> operator other')
    await desk.types('disconnect other --yes')
    expect((await desk.types('roles take <@U0MEMBER> other')).code).toBe('ok')
    expect((await desk.tools.store.grants.list()).items).toEqual([])
  })

  test('above operator does not help a guest', async () => {
    desk.guests.add('U0MEMBER')
    await desk.types('roles give <@U0MEMBER> admin')
    expect((await desk.types('roles give <@U0MEMBER> admin', member)).code).toBe('guest_not_allowed')
    expect((await desk.types(`pause ${ref}`, member)).code).toBe('ok')
  })
})

describe('an admin of one account', () => {
  const boss = { user: 'U0BOSS' }
  beforeEach(() => desk.types('roles give <@U0BOSS> admin other'))

  test.each([
    ['roles give <@U0BOSS> admin', {}],
    ['roles give <@U0MEMBER> operator', {}],
    ['roles give <@U0BOSS> admin prod-hw', {}],
    ['roles give', { answers: { person: 'U0BOSS', role: 'admin', account: '*' } }],
    ['roles take <@U0CHIEF>', {}],
    ['disconnect prod-hw --yes', {}],
    ['connect prod-hw', { answers: { ...keyAnswers, name: 'prod-hw' } }],
    ['connect', { answers: { ...keyAnswers, name: 'another' } }],
    ['approvals set', { answers: { needed: '0', self: 'yes', expires: '24' } }],
    ['audit', {}],
    ['audit verify', {}],
    ['audit export', {}],
  ])('cannot do more than that with `%s`', async (text, filled) => {
    await desk.types('roles give <@U0CHIEF> admin')
    const before = await everythingIn(desk)
    const calls = [...desk.cloud.calls]
    expect((await desk.types(text, { ...boss, ...filled })).code).toBe('not_allowed')
    expect(await everythingIn(desk)).toEqual(before)
    expect(desk.cloud.calls).toEqual(calls)
    expect(desk.files).toEqual([])
  })

  test('gives and takes roles for it, reconnects it and removes it', async () => {
    expect((await desk.types('roles give <@U0MEMBER> operator other', boss)).code).toBe('ok')
    expect((await desk.types('roles take <@U0MEMBER> other', boss)).code).toBe('ok')
    const answers = { ...keyAnswers, name: 'other' }
    expect(problemsIn(await desk.types('connect other', { ...boss, answers }))).toBeUndefined()
    expect((await desk.types('disconnect other --yes', boss)).code).toBe('ok')
  })

  test('is told that an act needs the role for all accounts', async () => {
    const [first] = await desk.reads('audit', boss)
    expect(first).toBe(':lock: You need the admin role for all accounts; you are a viewer.')
  })
})

test('an operator of one account removes the storage keys that they added, and no others', async () => {
  await desk.types('roles give <@U0MEMBER> operator other')
  await desk.addKey('photos-read')
  const answers = { name: 'mine', accessKey: 'EXAMPLE', secretKey: 'not-a-secret' }
  expect(problemsIn(await desk.types('keys add', { ...member, answers }))).toBeUndefined()
  expect((await desk.types('keys remove photos-read --yes', member)).code).toBe('not_allowed')
  expect((await desk.types('keys remove mine --yes', member)).code).toBe('ok')
  expect((await desk.tools.store.storageKeys.list()).items.map(({ name }) => name)).toEqual(['photos-read'])
})

describe('input that cannot be understood', () => {
  test.each([
    ['roles give', 'form'],
    ['roles give @bob operator', 'usage'],
    ['roles give <@U0MEMBER>', 'usage'],
    ['roles give <@U0MEMBER> king', 'usage'],
    ['roles give <@U0MEMBER> operator nowhere', 'account_not_found'],
    ['roles take <@U0MEMBER>', 'grant_not_found'],
    ['roles frobnicate', 'usage'],
  ])('`%s` → %s', async (text, expected) => {
    const { code, reply } = await desk.types(text)
    expect(reply.type === 'form' ? 'form' : code).toBe(expected)
    expect((await desk.tools.store.grants.list()).items).toEqual([])
  })

  test.each([
    [{ role: 'operator' }],
    [{ person: 'U1', group: 'S0ONCALL', role: 'operator' }],
    [{ group: 'oncall', role: 'operator' }],
    [{ person: 'U1', role: 'king' }],
    [{ person: 'U1' }],
  ])('shows its problem in the form: %j', async (answers) => {
    expect(problemsIn(await desk.types('roles give', { answers }))).toBeDefined()
    expect((await desk.tools.store.grants.list()).items).toEqual([])
  })
})

test('the form gives a role for one account', async () => {
  const answers = { person: 'U0MEMBER', role: 'operator', account: 'prod-hw' }
  expect((await desk.types('roles give', { answers })).reply.type).toBe('form done')
  expect((await desk.types(`pause ${ref}`, member)).code).toBe('ok')
})

test('while Slack does not say who somebody is, nothing is done', async () => {
  desk.tools.standingOf = () => Promise.reject(new AppError('rights_unknown'))
  expect((await desk.types(`pause ${ref}`)).code).toBe('rights_unknown')
  expect((await desk.types(`status ${ref}`)).code).toBe('ok')
  expect(desk.cloud.calls.filter((call) => call.includes('pause'))).toEqual([])
})

async function everythingIn({ tools: { store } }: Desk) {
  const count = async (list: Promise<{ items: readonly unknown[] }>) => (await list).items.length
  return {
    accounts: await count(store.accounts.list()),
    keys: await count(store.storageKeys.list()),
    watches: await count(store.watches.list()),
    grants: (await store.grants.list()).items.map(({ id, role, account }) => `${id} ${role} ${account}`),
    policies: await count(store.policies.list()),
  }
}
