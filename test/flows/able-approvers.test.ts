import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMovableClock } from './movable-clock.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const gone = ['U0A1', 'U0A2', 'U0A3', 'U0A4', 'U0A5']
const people = {
  userGroups: [{ id: 'S0GONE', handle: 'gone', name: 'All gone', users: [...gone, 'U0GUEST'] }],
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer' },
    { id: 'U0ASKER', name: 'asker' },
    { id: 'U0LEAD', name: 'lead' },
    { id: 'U0GUEST', name: 'guest', isRestricted: true },
    { id: 'U0PARTNER', name: 'partner', team: 'T9OTHER' },
    ...gone.map((id) => ({ id, name: id.toLowerCase() })),
  ],
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
}
const buckets = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'].map((name) => ({ name, region: 'us-east-1', cloudType: 'AWS' }))
const account = { buckets: [...buckets, { name: 'archive', region: 'cn-north-4' }] }
const cannot = [...gone, 'U0GUEST', 'U0PARTNER']

// If a named approver cannot approve, the request could wait until it expires without anybody noticing.
describe('approvers who cannot approve', () => {
  let stage: Stage
  let admin: Person
  let asker: Person
  const clock = createMovableClock()
  beforeAll(async () => {
    stage = await createReadyStage({ slack: people, account, ferryClock: clock, environment: { ADMINS: 'U0ENGINEER' } })
    admin = stage.person()
    asker = stage.person('U0ASKER')
    for (const id of gone) leave(id)
    await admin.types('roles give <@U0ASKER> operator')
    await admin.hears('is now *operator*')
  })
  afterAll(() => stage.stop())

  function leave(id: string, deleted = true): void {
    const user = stage.slack.world.users.get(id)
    if (user !== undefined) user.deleted = deleted
  }

  async function fillIn(person: Person, bucket: string) {
    await person.types(`create AWS/${bucket} → archive --source photos-read --target archive-write`)
    return person.faces('the account’s region')
  }

  test('giving a role that has no effect shows a warning with the reason', async () => {
    const effects = {
      U0GUEST: 'guests can be operators at most',
      U0PARTNER: 'belong to another one',
      U0A1: 'they have left this workspace',
    }
    for (const [id, words] of Object.entries(effects)) {
      await admin.types(`roles give <@${id}> approver`)
      expect(readingOf(await admin.hears(`<@${id}> is now *approver*`))).toContain(words)
    }
    await admin.types('roles give <!subteam^S0GONE|gone> approver')
    await admin.hears('everybody in this user group is a guest, has left')
    await admin.types('roles give <!subteam^S0TYPO|typo> approver')
    await admin.hears('this user group is empty')
    await admin.types('roles take <!subteam^S0TYPO|typo>')
    await admin.hears('is no longer')
    for (const id of gone.slice(1)) {
      await admin.types(`roles give <@${id}> approver`)
      await admin.hears(`<@${id}> is now *approver*`)
    }
    await admin.types('roles give <@U0LEAD> approver')
    const fine = await admin.hears('<@U0LEAD> is now *approver*')
    expect(readingOf(fine)).not.toContain('effect')
  })

  test('the requester sees only people who can approve, and others do not push them off the list', async () => {
    await asker.sends(await fillIn(asker, 'b1'), {})
    const said = readingOf(await asker.learns('1 approval is needed, by somebody else'))
    expect(said).toContain('Approvers: <@U0LEAD>.')
    for (const id of cannot) expect(said).not.toContain(id)
  })

  test('a reminder mentions people who can approve, or people who can change that after the last approver has left', async () => {
    await asker.sends(await fillIn(asker, 'b2'), {})
    await asker.learns('Approvers: <@U0LEAD>.')
    clock.advance(5 * hourMs)
    const reminded = await asker.hears('b2 → archive* still needs 1 approval')
    expect(readingOf(reminded)).toContain('<@U0LEAD>')
    for (const id of cannot) expect(readingOf(reminded)).not.toContain(id)
    await asker.sends(await fillIn(asker, 'b3'), {})
    await asker.learns('Approvers: <@U0LEAD>.')
    leave('U0LEAD')
    clock.advance(5 * hourMs)
    // Only the first admin is left.
    const called = await asker.hears('b3 → archive* still needs 1 approval')
    expect(readingOf(called)).toContain('<@U0ENGINEER>')
    expect(readingOf(called)).not.toContain('<@U0LEAD>')
  })

  test('a request that nobody can approve says so before it is sent, to the requester and to the channel', async () => {
    const form = await fillIn(admin, 'b4')
    const foretold = await admin.faces('Nobody can approve this yet')
    expect(readingOf(foretold)).toContain('/migrate roles give @person approver prod-hw')
    await admin.sends(form, {})
    expect(readingOf(await admin.learns('is needed, by somebody else'))).toContain('Nobody can approve this yet')
    const told = await until('the channel to be told', () =>
      admin
        .messages()
        .find((one) => one.is_broadcast === true && readingOf(one).includes('Nobody can approve this yet')),
    )
    expect(readingOf(told)).toContain('<@U0ENGINEER> can give somebody the role')
    const card = admin.messages().find((one) => one.ts === told.thread_ts)
    expect(card === undefined ? '' : readingOf(card)).toContain('Too few people can approve this')
    leave('U0LEAD', false)
    clock.advance(10 * minuteMs)
    expect(readingOf(await admin.hears('This can be approved now'))).toContain('Approvers: <@U0LEAD>')
  })

  test('while Slack does not say who people are, nobody is left out, and the message says so', async () => {
    const form = await fillIn(asker, 'b5')
    clock.advance(2 * minuteMs)
    stage.spoil('usergroups.users.list', { kind: 'error', error: 'internal_error' }, { times: 9 })
    await asker.sends(form, {})
    const said = readingOf(await asker.learns('1 approval is needed'))
    expect(said).toContain('Approvers: <@U0LEAD>, <!subteam^S0GONE>. Slack did not confirm all of them')
    stage.slack.world.faults.splice(0)
  })

  test('a policy that names them shows a warning before it is saved', async () => {
    await admin.types('approvals set')
    const form = await admin.faces('Approval policy')
    await admin.sends(form, { 'Who approves': ['U0A1', 'U0GUEST'] })
    const warned = readingOf(await admin.faces('Not saved yet'))
    expect(warned).toContain('<@U0A1> has left this workspace')
    expect(warned).toContain('<@U0GUEST> is a guest')
    expect(warned).toContain('nobody on the list can give one')
  })
})
