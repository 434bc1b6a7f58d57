import { expect, test } from 'vitest'
import { callsOf } from '../../src/notify/decide/noticing.ts'
import { callKey, noticesOf } from '../../src/notify/decide/private-calls.ts'
import type { Channel, Group, Member } from '../../src/store/store.ts'

const ben = { type: 'user', id: 'U0BEN', part: 'account', called: { way: 'private', at: 5 } } as const
const member = (migrationId: string): Member => ({
  ...{ watchId: `prod-hw/${migrationId}@C1`, seq: 7, at: 5, account: 'prod-hw', migrationId, from: 'p', to: 'q' },
  state: 'failed',
  responders: [ben],
})
const group: Group = {
  ...{ id: 'group:C1#5', channel: 'C1', cause: 'failed', openedAt: 5, members: [member('a'), member('b')] },
  passedResponders: [{ size: 10, responders: [ben] }],
}

/** The notices that are written for a channel, their keys, and the messages drawn for them. */
async function written(
  notices: Channel['notices'] = {},
): Promise<{ drawn: string[]; keys: string[]; notices: object }> {
  const drawn: string[] = []
  const note = (what: string) => {
    drawn.push(what)
    return { text: what, blocks: [] }
  }
  const telling = {
    toldOf: ({ migrationId }: Member) => note(migrationId),
    toldOfSize: (_: Group, size: number) => note(`${size}`),
  }
  const calls = callsOf([group], { channel: 'C1', receipts: {}, begun: {}, notices }, telling)
  const fresh = await noticesOf(calls, { peopleOf: async (subjects) => subjects.map(({ id }) => id) })
  return { drawn, keys: Object.keys(fresh), notices: fresh }
}

test('a call in private is drawn when it is written down, and never again', async () => {
  const first = await written()
  expect(first.drawn).toEqual(['a', 'b', '10'])
  expect(first.keys).toEqual([callKey(member('a')), callKey(member('b')), 'call 10 group:C1.5'])
  expect(await written({ ...first.notices })).toEqual({ drawn: [], keys: [], notices: {} })
})
