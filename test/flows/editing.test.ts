import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Message } from '../../playground/slack/protocol.ts'
import type { Person } from './person.ts'
import { labelsIn, readingOf } from './reading.ts'
import { createReadyStage, type Stage } from './stage.ts'
import { until } from './until.ts'

const buckets = [
  { name: 'photos', region: 'us-east-1', cloudType: 'AWS', bytes: 5_000_000, objects: 40 },
  { name: 'archive', region: 'cn-north-4' },
  { name: 'vault', region: 'cn-north-4' },
]
const slack = {
  teams: [{ id: 'T0LOCAL', name: 'Local workspace' }],
  users: [
    { id: 'U0ENGINEER', name: 'engineer' },
    { id: 'U0LEAD', name: 'lead' },
  ],
  channels: [{ id: 'C0MIGRATIONS', name: 'migrations' }],
}

describe('changing a request in the form', () => {
  let stage: Stage
  let engineer: Person
  let lead: Person
  beforeAll(async () => {
    stage = await createReadyStage({ slack, account: { buckets } })
    engineer = stage.person()
    lead = stage.person('U0LEAD')
    await lead.types('approvals set')
    await lead.sends(await lead.faces('Approval policy'), { 'Approvals needed': '2' })
    await lead.learns('Version 1')
  })
  afterAll(() => stage.stop())

  /** Waits for the present card with these words. */
  const card = (words: string): Promise<Message> =>
    until(
      `a card with “${words}”`,
      () =>
        engineer.messages().find((one) => labelsIn(one).length > 0 && isCard(one) && readingOf(one).includes(words)),
      () => engineer.messages().map(readingOf).join('\n---\n'),
    )

  test('an edit voids the approval, and a rejected request can be repeated', async () => {
    await engineer.types('create AWS/photos → archive --source photos-read --target archive-write')
    await engineer.sends(await engineer.faces('New migration: check'), {})
    await engineer.learns('2 approvals are needed')
    await lead.presses('Approve', await card('photos → archive'))
    await lead.hears('1 of 2')

    await lead.presses('Edit', await card('1 of 2 approvals'))
    await lead.learns('Only the requester can do that')
    await engineer.presses('Edit', await card('1 of 2 approvals'))
    await engineer.presses('Change destination', await engineer.faces('Any change voids its approvals'))
    await engineer.sends(await engineer.faces('Destination bucket'), { 'target.bucket': 'vault' })
    await engineer.sends(await engineer.faces('To* `vault`'), {})
    await engineer.hears('The approval of <@U0LEAD> is void')
    const changed = await card('0 of 2 approvals')
    expect(readingOf(changed)).toContain('photos → vault')
    const inThread = engineer.messages().filter(({ thread_ts }) => thread_ts === changed.ts)
    expect(inThread.map(readingOf).join('\n')).toContain('The approval of <@U0LEAD> is void: please review it again')

    await lead.presses('Reject', changed)
    await lead.sends(await lead.faces('Everybody in the channel can read it'), { Reason: 'wrong week' })
    const rejected = await card('wrong week')
    expect(labelsIn(rejected)).toEqual(['Edit and request again'])
    await engineer.presses('Edit and request again', rejected)
    await engineer.sends(await engineer.faces('New migration: check'), {})
    await engineer.learns('2 approvals are needed')
    const fresh = await card('0 of 2 approvals')
    expect(fresh.ts).not.toBe(rejected.ts)
    expect(readingOf(fresh)).toContain('photos → vault')
  })
})

/** Whether a message is a card that everybody in the channel sees. */
function isCard({ only_for, thread_ts, ts, text }: Message): boolean {
  return only_for === undefined && (thread_ts === undefined || thread_ts === ts) && text !== ''
}
