import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const buckets = [
  { name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000, objects: 40 },
  { name: 'archive', region: 'cn-north-4' },
]

describe('from a request to a finished migration', () => {
  let stage: Stage
  let engineer: Person
  let lead: Person
  beforeAll(async () => {
    stage = await createReadyStage({ account: { buckets } })
    engineer = stage.person()
    lead = stage.person('U0LEAD')
  })
  afterAll(() => stage.stop())

  const creations = () =>
    stage.cloudCalls('/tasks').filter(({ method, path }) => method === 'POST' && path.endsWith('/tasks'))
  const shown = ({ ts }: Message) => {
    const message = lead.messages().find((one) => one.ts === ts)
    return message === undefined ? '' : readingOf(message)
  }

  test('what one person requests and another approves is created once, and its card becomes the live card', async () => {
    await engineer.types('create AWS/photos → archive --source photos-read --target archive-write')
    await engineer.sends(await engineer.faces('the account’s region'), {})
    await engineer.learns('1 approval is needed')
    const card = await lead.hears('0 of 1 approvals')
    expect(labelsIn(card)).toEqual(expect.arrayContaining(['Review', 'Approve', 'Reject']))
    expect(creations()).toEqual([])
    await lead.presses('Approve', card)
    const answer = await lead.hears('*Approved*, and created as `prod-hw/')
    expect(labelsIn(answer)).toEqual(['Open', 'Review'])
    await until('the task', () => creations().length > 0)
    await until(
      'the card to become the live card',
      () => shown(card).includes('*Running*') || shown(card).includes('*Succeeded*'),
    )
    stage.clock.jump(600_000)
    await until('the end', () => shown(card).includes('*Succeeded*'))
    expect(creations()).toHaveLength(1)
    const thread = () => lead.messages().filter(({ thread_ts, ts }) => thread_ts === card.ts && ts !== card.ts)
    await until('the requester and the approver to be told', () => {
      const said = thread().map(readingOf).join('\n')
      return said.includes('*Created*') && said.includes('<@U0ENGINEER>')
    })
    await until('the announcement of the end', () => thread().filter(({ is_broadcast }) => is_broadcast).length === 1)
  })

  test('the audit shows who requested, who approved, and what Ferry did', async () => {
    await lead.types('audit')
    const page = readingOf(await lead.hears('Who did what'))
    for (const words of ['request', 'approve', 'create', '<@U0ENGINEER>', '<@U0LEAD>']) expect(page).toContain(words)
    await lead.types('audit verify')
    await lead.hears('The audit is intact')
  })
})
