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

describe('roles', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ slack: people })
    stage.addTask({ id, status: 2, sourceBucket: 'photos' })
  })
  afterAll(() => stage.stop())

  test('let a member look; a refusal says how to get the role', async () => {
    const member = stage.person('U0MEMBER')
    await member.types(`status ${id}`)
    const offered = labelsIn(await member.hears('photos'))
    expect(offered).toContain('Watch here')
    expect(offered).not.toContain('Pause')
    await member.types(`pause ${id}`)
    await member.hears('You need the operator role; you are a viewer')
    expect(stage.cloudCalls('/stop')).toEqual([])
  })

  test('given in a form by an admin apply at the next click', async () => {
    const [engineer, member] = [stage.person(), stage.person('U0MEMBER')]
    await engineer.types('roles give')
    const form = await engineer.faces('Give a role')
    await engineer.sends(form, { 'or user group': '@oncall · On call', Role: 'operator', For: 'All accounts' })
    const given = await engineer.learns('is now *operator*')
    await member.types(`pause ${id}`)
    await until('the call to the cloud', () => stage.cloudCalls('/stop').length === 1)
    await engineer.presses('Undo', given)
    await engineer.hears('is no longer *operator*')
    await member.types(`delete ${id} --yes`)
    await member.hears('You need the operator role')
  })

  test('above operator have no effect for a guest', async () => {
    const [engineer, guest] = [stage.person(), stage.person('U0GUEST')]
    await engineer.types('roles give <@U0GUEST> admin')
    await engineer.hears('is now *admin*')
    await guest.types('roles give <@U0GUEST> admin')
    await guest.learns('guests can be operators at most')
  })

  test('have no effect for members of other organizations, in any kind of interaction', async () => {
    const [engineer, partner] = [stage.person(), stage.person('U0PARTNER')]
    await engineer.types('roles give <@U0PARTNER> admin')
    await engineer.hears('is now *admin*')
    await partner.types(`pause ${id}`)
    await partner.hears('Only members of this workspace')
    await partner.mentions(`pause ${id}`)
    await partner.hears('Only members of this workspace')
    expect(stage.cloudCalls('/stop')).toHaveLength(1)
  })

  test('have no effect for people who have left the workspace', async () => {
    const [engineer, leaver] = [stage.person(), stage.person('U0LEAVER')]
    await engineer.types('roles give <@U0LEAVER> operator')
    await engineer.hears('is now *operator*')
    const user = stage.slack.world.users.get(leaver.id)
    if (user !== undefined) user.deleted = true
    await leaver.types(`pause ${id}`)
    await leaver.hears('Only members of this workspace')
    expect(stage.cloudCalls('/stop')).toHaveLength(1)
  })

  test('are recorded in the audit, which is intact and shown to admins only', async () => {
    const engineer = stage.person()
    await engineer.types('audit --share')
    expect((await engineer.hears('Who did what')).only_for).toBe(engineer.id)
    await engineer.types('audit pause')
    await engineer.hears('as operator')
    await engineer.types('audit verify')
    await engineer.hears('The audit is intact')
  })

  test('from a group have no effect while Slack does not say who is in it', async () => {
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
