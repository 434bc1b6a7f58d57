import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createReadyStage, modes, type Stage } from './stage.ts'
import { until } from './until.ts'

const people = {
  userGroups: [{ id: 'S0LEADS', handle: 'leads', name: 'Leads', users: ['U0LEAD', 'U0GUEST'] }],
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: [
    ...['engineer', 'asker', 'lead', 'second'].map((name) => ({ id: `U0${name.toUpperCase()}`, name })),
    { id: 'U0GUEST', name: 'guest', isRestricted: true },
  ],
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
}
const buckets = ['b1', 'b2'].map((name) => ({ name, region: 'us-east-1', cloudType: 'AWS' }))
const account = { buckets: [...buckets, { name: 'archive', region: 'cn-north-4' }] }

describe.each(modes)('those who can approve, over %s', (mode) => {
  let stage: Stage
  let asker: Person
  beforeAll(async () => {
    stage = await createReadyStage({ mode, slack: people, account, environment: { ADMINS: 'U0ENGINEER' } })
    const admin = stage.person()
    asker = stage.person('U0ASKER')
    for (const words of ['<@U0ASKER> operator', '<!subteam^S0LEADS> approver', '<@U0SECOND> approver']) {
      await admin.types(`roles give ${words}`)
      await admin.hears('is now *')
    }
  })
  afterAll(() => stage.stop())

  const ask = async (bucket: string) => {
    await asker.types(`create AWS/${bucket} → archive --source photos-read --target archive-write`)
    await asker.sends(await asker.faces('the account’s region'), {})
    return asker.hears(`${bucket} → archive`)
  }
  const inPrivate = (id: string) => stage.person(id, `D0LOCAL${id.slice(1)}`)
  const cardOf = (person: Person, words: string) =>
    until(`${person.id} to see ${words}`, () => person.messages().find((one) => readingOf(one).includes(words)))

  test('get the card in private under the default policy, which follows the request to its end', async () => {
    await ask('b1')
    const [lead, second] = [inPrivate('U0LEAD'), inPrivate('U0SECOND')]
    const card = await cardOf(lead, 'b1 → archive')
    expect(readingOf(card)).toContain('You get this because you can approve it. Its card is in <#C0MIGRATIONS>.')
    expect(labelsIn(card)).toEqual(expect.arrayContaining(['Review', 'Approve', 'Reject']))
    await cardOf(second, 'b1 → archive')
    await lead.presses('Approve', card)
    const done = await cardOf(second, '*Created* as')
    expect(labelsIn(done)).toEqual([])
    await cardOf(lead, '*Created* as')
    expect(inPrivate('U0GUEST').messages()).toEqual([])
  })

  test('are answered clearly by a button that was pressed too late', async () => {
    await ask('b2')
    const [lead, second] = [inPrivate('U0LEAD'), inPrivate('U0SECOND')]
    const early = await cardOf(lead, 'b2 → archive')
    const late = structuredClone(await cardOf(second, 'b2 → archive'))
    await lead.presses('Reject', early)
    await lead.sends(await lead.faces('Everybody in the channel can read it'), { Reason: 'not now' })
    await cardOf(second, '*Rejected* by <@U0LEAD>')
    await second.presses('Approve', late)
    await second.hears('It is already rejected by <@U0LEAD>')
  })
})
