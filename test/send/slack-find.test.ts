import { expect, test } from 'vitest'
import { addMessage } from '../../playground/slack/messages.ts'
import { createWire } from '../../src/slack/client/wire.ts'
import { startSlack, tokenOf } from '../playground/slack/stand.ts'

const channel = 'C0MIGRATIONS'
const place = { workspace: 'T0LOCAL', channel }

test('where history shows no metadata, a look-up tells which posts of the place are Ferry’s own', async () => {
  const slack = await startSlack({ readings: { historyMetadata: 'dropped' } })
  const wire = createWire({ slackApiUrl: slack.apiUrl, tokenOf: async () => tokenOf(slack), timeoutMs: 60_000 })
  const card = await wire.post({ ...place, message: { text: 'card', blocks: [] }, deliveryKey: 'card' })
  const reply = { ...place, threadTs: card, message: { text: 'over', blocks: [] }, deliveryKey: 'over' }
  const end = await wire.post({ ...reply, isBroadcast: true })
  addMessage(slack.world, channel, { user: 'U0LEAD', text: 'card' })
  addMessage(slack.world, channel, { user: 'U0LEAD', text: 'over', thread_ts: card })
  const period = { sinceMs: Date.now() - 60_000, untilMs: Date.now() + 60_000 }
  const inChannel = await wire.find({ ...place, deliveryKey: 'card', ...period })
  expect(inChannel).toEqual({ unmarked: [{ ts: card, text: 'card' }] })
  const inThread = await wire.find({ ...place, threadTs: card, deliveryKey: 'over', ...period })
  expect(inThread).toEqual({ unmarked: [{ ts: end, text: 'over' }] })
})
