import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'

const everybody = ['U0ENGINEER', 'U0ANN', 'U0BEN', 'U0LEAVER', 'U0MEMBER']
const people = {
  userGroups: [
    { id: 'S0ONCALL', handle: 'oncall', name: 'On call', users: ['U0BEN'] },
    { id: 'S0EMPTY', handle: 'empty', name: 'Nobody', users: [] },
  ],
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: everybody.map((id) => ({ id, name: id.slice(2).toLowerCase() })),
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations', members: everybody }],
}

describe.each(modes)('an owner, over %s', { concurrent: true }, (mode) => {
  let stage: Stage
  let admin: Person
  beforeAll(async () => {
    stage = await createReadyStage({ mode, slack: people })
    admin = stage.person()
  })
  afterAll(() => stage.stop())

  /** A person follows a migration in a channel of their own, and it fails. */
  const failAfterWatching = async (person: Person, { id, to, code }: { id: string; to: string; code: string }) => {
    stage.addTask({ id, sourceBucket: 'photos', destinationBucket: to })
    await person.types(`watch ${id}`)
    await person.hears(`photos → ${to}`)
    stage.cloud.failTask(id, code)
  }

  test('of an account, named in a form, is mentioned in the failure', async () => {
    await admin.types('owner prod-hw')
    const form = await admin.faces('Name an owner')
    await admin.sends(form, { 'or user group': 'S0ONCALL' })
    await admin.learns('<!subteam^S0ONCALL> is called from now on about account `prod-hw`')
    const person = stage.newcomer()
    await failAfterWatching(person, { id: '191297407830601', to: 'form-archive', code: 'TRF.0055' })
    const failure = await person.hears('Failed: photos → form-archive')
    expect(readingOf(failure)).toContain(
      '*Who can fix it:* The owner of the destination bucket. Called: <!subteam^S0ONCALL> (for the account)',
    )
  })

  test('of a bucket pattern comes before that of the account', async () => {
    await admin.types('owner bucket vault-* <@U0ANN>')
    await admin.hears('<@U0ANN> is called from now on about buckets `vault-*`')
    const person = stage.newcomer()
    await failAfterWatching(person, { id: '191297407830602', to: 'vault-1', code: 'TRF.0057' })
    const failure = await person.hears('Failed: photos → vault-1')
    expect(readingOf(failure)).toMatch(/\*Who can fix it:\* The owner of the .*: <@U0ANN>/)
  })
})
