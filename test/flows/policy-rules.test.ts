import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readingOf, selectIn } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'

const users = ['U0ENGINEER', 'U0ANN', 'U0BEN', 'U0CAT']
const people = {
  userGroups: [{ id: 'S0LEADS', handle: 'storage-leads', name: 'Storage leads', users: users.slice(1) }],
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: users.map((id) => ({ id, name: id.slice(2).toLowerCase() })),
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
}

describe.each(modes)('the stricter rules of a policy, over %s', (mode) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await createReadyStage({ mode, slack: people })
  })
  afterAll(() => stage.stop())

  test('are added and removed one by one, and the other answers stay', async () => {
    const admin = stage.person('U0ENGINEER')
    await admin.types('approvals set')
    const form = await admin.faces('Approval policy')
    await admin.sends(form, { 'Expires after (hours)': '48', 'Reminders after (hours)': 'soon' })
    await admin.presses('Add a rule', form)
    const page = await admin.faces('Size: more than')
    const [account = ''] = selectIn(page, 'Account').offered
    await admin.sends(page, {})
    expect(admin.modals()).toHaveLength(2)
    const rule = { 'Approvals needed': '3', 'Who approves: user groups': ['@storage-leads · Storage leads'] }
    await admin.sends(page, { ...rule, 'Size: more than': '10' })
    const one = await admin.faces('More than 10 TB: 3 approvals, only by <!subteam^S0LEADS>')
    expect(admin.entries().expires).toBe('48')
    await admin.presses('Add a rule', one)
    await admin.sends(await admin.faces('Size: more than'), { Account: account })
    const two = await admin.faces(`Account \`${account}\`: 2 approvals`)
    await admin.presses('Remove', two, 'More than 10 TB')
    expect(readingOf(await admin.learns(`Account \`${account}\`: 2 approvals`))).not.toContain('More than 10 TB')
    expect(admin.entries().expires).toBe('48')
    await admin.sends(await admin.faces('Approval policy'), { 'Reminders after (hours)': '4' })
    const saved = readingOf(await admin.learns('Version 1'))
    expect(saved).toContain(`Account \`${account}\`: 2 approvals`)
    expect(saved).toContain('Expires after 2 d')
    expect(saved).not.toContain('More than')
  })
})
