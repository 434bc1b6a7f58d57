import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

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
  beforeAll(async () => {
    stage = await createReadyStage({ mode, slack: people })
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
    const admin = stage.person()
    await admin.types('owner prod-hw')
    const form = await admin.faces('Name an owner')
    await admin.sends(form, { 'or user groups': ['@oncall · On call'] })
    await admin.learns('<!subteam^S0ONCALL> is called from now on about account `prod-hw`')
    const person = stage.newcomer()
    await failAfterWatching(person, { id: '191297407830601', to: 'form-archive', code: 'TRF.0055' })
    const failure = await person.hears('Failed: photos → form-archive')
    expect(readingOf(failure)).toContain(
      '*Who can fix it:* The owner of the destination bucket. Called: <!subteam^S0ONCALL> (for the account)',
    )
  })

  test('of a bucket pattern comes before that of the account', async () => {
    const admin = stage.person()
    await admin.types('owner bucket vault-* <@U0ANN>')
    await admin.hears('<@U0ANN> is called from now on about buckets `vault-*`')
    const person = stage.newcomer()
    await failAfterWatching(person, { id: '191297407830602', to: 'vault-1', code: 'TRF.0057' })
    const failure = await person.hears('Failed: photos → vault-1')
    expect(readingOf(failure)).toMatch(/\*Who can fix it:\* The owner of the .*: <@U0ANN>/)
  })

  test('who takes a failure is shown on its message and card, and can hand it on', async () => {
    const [person, id] = [stage.newcomer(), '191297407830603']
    await failAfterWatching(person, { id, to: 'taken-archive', code: 'TRF.0151' })
    await person.presses('I have it', await person.hears('Failed: photos → taken-archive'))
    await person.hears('You have `prod-hw/191297407830603`')
    const shown = () => person.messages().filter((one) => readingOf(one).includes(`<@${person.id}> has it, since`))
    await until('the message and the card', () => shown().length === 2)
    expect(shown().map((one) => labelsIn(one).includes('I have it'))).toEqual([false, false])
    const other = stage.joiner(person)
    await other.types(`ack ${id}`)
    await other.presses('Take it over', await other.hears('has had `prod-hw/191297407830603` since'))
    await other.hears('You have `prod-hw/191297407830603`')
    const [failure] = await until('the new holder', () => {
      const those = person.messages().filter((one) => readingOf(one).includes(`<@${other.id}> has it, since`))
      return those.length === 2 && those
    })
    if (failure === undefined) throw new Error('There is no message')
    await other.types(`ack ${id} to`)
    await other.sends(await other.faces('Who takes care of it?'), { 'Who takes care of it?': person.id })
    await other.learns(`<@${person.id}> has \`prod-hw/${id}\``)
    await person.types(`audit ${id}`)
    expect(readingOf(await person.hears('ack'))).toContain(`to ${person.id}`)
  })

  test('is told in private, with the button, if the watch says so', async () => {
    const admin = stage.person()
    const [person, id] = [stage.newcomer(), '191297407830604']
    await admin.types('owner bucket private-archive <@U0BEN>')
    await admin.hears('<@U0BEN> is called from now on')
    stage.addTask({ id, sourceBucket: 'photos', destinationBucket: 'private-archive' })
    await person.types(`watch ${id} --call private`)
    await person.hears('photos → private-archive')
    stage.cloud.failTask(id, 'TRF.0057')
    const ben = stage.person('U0BEN', 'D0LOCAL0BEN')
    const told = await until('the private message', () => ben.messages().find((one) => one.text.startsWith('Failed: ')))
    expect(readingOf(told)).toContain('You get this because you own its destination bucket.')
    expect(readingOf(await person.hears('Failed: photos → private-archive'))).not.toContain('<@U0BEN>')
    await ben.presses('I have it', told)
    await ben.hears(`You have \`prod-hw/${id}\``)
  })
})
