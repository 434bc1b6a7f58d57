import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { labelsIn } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const people = {
  readings: { strangerCommands: 'delivered' as const },
  userGroups: [{ id: 'S0ONCALL', handle: 'oncall', name: 'On call', users: ['U0MEMBER'] }],
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer' },
    { id: 'U0MEMBER', name: 'member' },
    { id: 'U0GUEST', name: 'guest', isRestricted: true },
    { id: 'U0LEAVER', name: 'leaver' },
    { id: 'U0PARTNER', name: 'partner', team: 'T9OTHER' },
  ],
  channels: [
    {
      id: 'C0MIGRATIONS',
      name: 'migrations',
      members: ['U0ENGINEER', 'U0MEMBER', 'U0GUEST', 'U0LEAVER', 'U0PARTNER'],
    },
  ],
}
const id = '191297407830872'

describe('who may do what', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ slack: people })
    stage.addTask({ id, status: 2, sourceBucket: 'photos' })
  })
  afterAll(() => stage.stop())

  test('a member looks, and is refused with the way to get the right', async () => {
    const member = stage.person('U0MEMBER')
    await member.types(`status ${id}`)
    const offered = labelsIn(await member.hears('photos'))
    expect(offered).toContain('Watch here')
    expect(offered).not.toContain('Pause')
    await member.types(`pause ${id}`)
    await member.hears('You need the operator role; you are a viewer')
    expect(stage.cloudCalls('/stop')).toEqual([])
  })

  test('an admin gives a role with a form, and it works at the next click', async () => {
    const [engineer, member] = [stage.person(), stage.person('U0MEMBER')]
    await engineer.types('roles give')
    const form = await engineer.faces('Give a role')
    await engineer.sends(form, { 'or user group': 'S0ONCALL', Role: 'operator', For: 'All accounts' })
    const given = await engineer.learns('is now *operator*')
    await member.types(`pause ${id}`)
    await until('the cloud to be asked', () => stage.cloudCalls('/stop').length === 1)
    await engineer.presses('Undo', given)
    await engineer.hears('is no longer *operator*')
    await member.types(`delete ${id} --yes`)
    await member.hears('You need the operator role')
  })

  test('a guest never becomes more than an operator', async () => {
    const [engineer, guest] = [stage.person(), stage.person('U0GUEST')]
    await engineer.types('roles give <@U0GUEST> admin')
    await engineer.hears('is now *admin*')
    await guest.types('roles give <@U0GUEST> admin')
    await guest.learns('guests can be operators at most')
  })

  test('somebody of another organisation does nothing by any door, even where a role was given to them', async () => {
    const [engineer, partner] = [stage.person(), stage.person('U0PARTNER')]
    await engineer.types('roles give <@U0PARTNER> admin')
    await engineer.hears('is now *admin*')
    await partner.types(`pause ${id}`)
    await partner.hears('Only members of this workspace')
    await partner.mentions(`pause ${id}`)
    await partner.hears('Only members of this workspace')
    expect(stage.cloudCalls('/stop')).toHaveLength(1)
  })

  test('somebody who has left the workspace does nothing any more', async () => {
    const [engineer, leaver] = [stage.person(), stage.person('U0LEAVER')]
    await engineer.types('roles give <@U0LEAVER> operator')
    await engineer.hears('is now *operator*')
    const user = stage.slack.world.users.get(leaver.id)
    if (user !== undefined) user.deleted = true
    await leaver.types(`pause ${id}`)
    await leaver.hears('Only members of this workspace')
    expect(stage.cloudCalls('/stop')).toHaveLength(1)
  })

  test('everything stands in the audit, which is whole and is shown to nobody else', async () => {
    const engineer = stage.person()
    await engineer.types('audit --share')
    expect((await engineer.hears('Who did what')).only_for).toBe(engineer.id)
    await engineer.types('audit pause')
    await engineer.hears('as operator')
    await engineer.types('audit verify')
    await engineer.hears('The audit is intact')
  })

  test('while Slack does not say who is in a group, only those act who need none', async () => {
    const [engineer, member] = [stage.person(), stage.person('U0MEMBER')]
    await engineer.types('roles give <!subteam^S0NEW|new> operator')
    await engineer.hears('is now *operator*')
    stage.spoil('usergroups.users.list', { kind: 'error', error: 'internal_error' }, { times: 9 })
    await member.types(`pause ${id}`)
    await member.hears('Slack did not tell Ferry who you are')
    await engineer.types('audit verify')
    await engineer.hears('The audit is intact')
  })
})
