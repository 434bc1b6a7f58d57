import { expect, test } from 'vitest'
import { findMessage, removeMessage } from '../../../playground/slack/messages.ts'
import { createWire } from '../../../src/slack/client/wire.ts'
import { startSlack, tokenOf } from './stand.ts'

const place = { workspace: 'T0LOCAL', channel: 'C0MIGRATIONS' }

test.each(['taken', 'refused'] as const)('a reply below a deleted message is %s', async (tombstoneReplies) => {
  const slack = await startSlack({ readings: { tombstoneReplies } })
  const wire = createWire({ slackApiUrl: slack.apiUrl, tokenOf: async () => tokenOf(slack), timeoutMs: 60_000 })
  const message = { text: 'hello', blocks: [] }
  const card = await wire.post({ ...place, message })
  const reply = { ...place, threadTs: card, message }
  await wire.post(reply)
  const parent = findMessage(slack.world, place.channel, card)
  if (parent !== undefined) removeMessage(slack.world, parent)
  const outcome = await wire.post(reply).then(
    () => 'taken',
    ({ details }) => details.reason,
  )
  expect(outcome).toBe(tombstoneReplies === 'taken' ? 'taken' : 'thread_not_found')
  await expect(wire.update({ ...place, ts: card, message })).rejects.toMatchObject({ code: 'slack_refused' })
})
