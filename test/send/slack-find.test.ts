import { describe, expect, test } from 'vitest'
import { addMessage } from '../../playground/slack/messages.ts'
import { createWire } from '../../src/slack/client/wire.ts'
import { messagesIn, startSlack, tokenOf } from '../playground/slack/stand.ts'

const channel = 'C0MIGRATIONS'
const place = { workspace: 'T0LOCAL', channel }

test('where history shows no metadata, a look-up tells which posts of the place are Ferry’s own', async () => {
  const { slack, wire } = await openWire({ historyMetadata: 'dropped' })
  const card = await wire.post({ ...place, message: { text: 'card', blocks: [] }, deliveryKey: 'card' })
  const reply = { ...place, threadTs: card, message: { text: 'over', blocks: [] }, deliveryKey: 'over' }
  const end = await wire.post({ ...reply, isBroadcast: true })
  addMessage(slack.world, channel, { user: 'U0LEAD', text: 'card' })
  addMessage(slack.world, channel, { user: 'U0LEAD', text: 'over', thread_ts: card })
  const inChannel = await wire.find({ ...place, deliveryKey: 'card', ...period() })
  expect(inChannel).toEqual({ unmarked: [{ ts: card, text: 'card', isAnswered: true }] })
  const inThread = await wire.find({ ...place, threadTs: card, deliveryKey: 'over', ...period() })
  expect(inThread).toEqual({ unmarked: [{ ts: end, text: 'over', isAnswered: false }] })
})

describe('one of Ferry’s messages', () => {
  test('is deleted, and has an address only until then', async () => {
    const { slack, wire } = await openWire()
    const ts = await wire.post({ ...place, message: { text: 'hello', blocks: [] } })
    expect(await wire.permalink({ ...place, ts })).toBe(
      `${slack.world.origin}/archives/${channel}/p${ts.replace('.', '')}`,
    )
    await wire.delete({ ...place, ts })
    expect(messagesIn(slack, channel)).toEqual([])
    await expect(wire.permalink({ ...place, ts })).rejects.toMatchObject({
      code: 'slack_refused',
      details: { reason: 'message_not_found' },
    })
  })

  test('is found with whether somebody has answered it', async () => {
    const { slack, wire } = await openWire()
    const [plain, replied, reacted] = [
      await wire.post({ ...place, message: { text: 'hello', blocks: [] }, deliveryKey: 'k1' }),
      await wire.post({ ...place, message: { text: 'hello', blocks: [] }, deliveryKey: 'k1' }),
      await wire.post({ ...place, message: { text: 'hello', blocks: [] }, deliveryKey: 'k1' }),
    ]
    addMessage(slack.world, channel, { user: 'U0LEAD', text: 'seen', thread_ts: replied })
    slack.world.reactions.set(`${channel}/${reacted}`, new Set(['eyes:U0LEAD']))
    const { found = [] } = await wire.find({ ...place, deliveryKey: 'k1', ...period() })
    expect(Object.fromEntries(found.map(({ ts, isAnswered }) => [ts, isAnswered]))).toEqual({
      [plain]: false,
      [replied]: true,
      [reacted]: true,
    })
  })
})

async function openWire(readings: { historyMetadata?: 'dropped' } = {}) {
  const slack = await startSlack({ readings })
  return {
    slack,
    wire: createWire({ slackApiUrl: slack.apiUrl, tokenOf: async () => tokenOf(slack), timeoutMs: 60_000 }),
  }
}

function period() {
  return { sinceMs: Date.now() - 60_000, untilMs: Date.now() + 60_000 }
}
