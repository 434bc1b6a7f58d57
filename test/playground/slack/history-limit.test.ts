import { expect, test } from 'vitest'
import { clientOf, startSlack } from './stand.ts'

const channel = 'C0MIGRATIONS'

test('an app outside the Marketplace may read 15 messages of a history a minute, and 15 of threads', async () => {
  let now = 1_000_000_000
  const slack = await startSlack({ clock: { now: () => now } })
  slack.world.historyLimit = { page: 15, intervalMs: 60_000 }
  const { chat, conversations } = clientOf(slack)
  const { ts = '' } = await chat.postMessage({ channel, text: 'parent' })
  for (let index = 0; index < 16; index += 1) await chat.postMessage({ channel, text: `message ${index}` })
  const first = await conversations.history({ channel, limit: 200 })
  expect(first).toMatchObject({ messages: { length: 15 }, has_more: true })
  expect(await conversations.replies({ channel, ts })).toMatchObject({ messages: { length: 1 } })
  now += 59_001
  const cursor = first.response_metadata?.next_cursor ?? ''
  await expect(conversations.history({ channel, cursor })).rejects.toMatchObject({ retryAfter: 1 })
  now += 999
  expect(await conversations.history({ channel, cursor })).toMatchObject({ messages: { length: 2 } })
})
