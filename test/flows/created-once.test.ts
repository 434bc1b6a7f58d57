import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import { createMovableClock } from './movable-clock.ts'
import type { Person } from './person.ts'
import { readingOf } from './reading.ts'
import { projectId } from './setup.ts'
import { createReadyStage, type Fault, type Stage } from './stage.ts'
import { until } from './until.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const buckets = [
  { name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000, objects: 40 },
  { name: 'videos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000, objects: 40 },
  { name: 'archive', region: 'cn-north-4' },
]

// Ferry's mark is proof enough: a cloud with its clock in the wrong time zone gets no second migration.
describe('at a cloud whose clock is nine hours behind', () => {
  let stage: Stage
  let engineer: Person
  let lead: Person
  const clock = createMovableClock()
  beforeAll(async () => {
    stage = await createReadyStage({ account: { buckets }, ferryClock: clock })
    engineer = stage.person()
    lead = stage.person('U0LEAD')
    stage.cloud.setQuirks({ timesShownAs: (at) => at - 9 * hourMs })
  })
  afterAll(() => stage.stop())

  const creation = { method: 'POST', path: '/tasks' } as const
  const creations = () =>
    stage.cloudCalls('/tasks').filter(({ method, path }) => method === 'POST' && path.endsWith('/tasks'))
  const made = () => stage.cloud.tasks(projectId)

  async function askAndApprove(bucket: string, fault: Fault): Promise<Message> {
    const existing = await engineer.types(`create AWS/${bucket} → archive --source photos-read --target archive-write`)
    expect(existing.ok).toBe(true)
    await engineer.sends(await engineer.faces('the account’s region'), {})
    const card = await lead.hears('0 of 1 approvals')
    stage.cloud.faults.add(fault)
    await lead.presses('Approve', card)
    return card
  }
  const shown = ({ ts }: Message) =>
    lead
      .messages()
      .filter((one) => one.ts === ts)
      .map(readingOf)
      .join()

  test('a migration whose creation got no answer is found, and stays the only one', async () => {
    const card = await askAndApprove('photos', { ...creation, kind: 'cut-after-effect' })
    await until('the task', () => made().length === 1)
    await until('the lost answer', () => shown(card).includes('Being created'))
    clock.advance(31_000)
    await until('the live card', () => /\*(Running|Succeeded)\*/.test(shown(card)))
    expect(creations()).toHaveLength(1)
  })

  test('a second migration that arrives late is announced in the channel, with both ids', async () => {
    const card = await askAndApprove('videos', { ...creation, kind: 'cut-before-effect' })
    await until('the order to be sent again', () => creations().length === 2)
    clock.advance(31_000)
    await until('the lost answer', () => shown(card).includes('a call can take up to five minutes to arrive'))
    const looks = () => stage.cloudCalls('/tasks').filter(({ method }) => method === 'GET').length
    const before = looks()
    const [current] = lead.messages().filter(({ ts }) => ts === card.ts)
    await lead.presses('Look now', current ?? card)
    await lead.hears('asking the cloud')
    await until(
      'a look before it is due',
      () => looks() > before,
      () =>
        stage.logLines.slice(-12).join('\n') +
        stage
          .cloudCalls('')
          .slice(-8)
          .map((c) => `${c.method} ${c.path}`)
          .join('\n'),
    )
    expect(creations()).toHaveLength(2)
    clock.advance(6 * minuteMs)
    await until('the second attempt', () => made().length === 2)
    await until('the live card', () => /\*(Running|Succeeded)\*/.test(shown(card)))
    const { description, id } = made()[1] ?? {}
    const lateId = stage.addTask({
      ...{ description: description ?? '', cloudType: 'AWS', sourceBucket: 'videos' },
    })
    clock.advance(21 * minuteMs)
    const warning = await lead.hears('Created twice')
    expect(readingOf(warning)).toContain(`prod-hw/${id}`)
    expect(readingOf(warning)).toContain(`prod-hw/${lateId}`)
    expect(warning.is_broadcast).toBe(true)
    expect(creations()).toHaveLength(3)
  })
})
