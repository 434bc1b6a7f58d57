import { expect, test } from 'vitest'
import { createSocket } from '../../src/slack/receive/socket.ts'
import { eventually } from '../eventually.ts'
import { createManualClock } from '../manual-clock.ts'
import { act, silent, startSlack } from '../playground/slack/stand.ts'

/** Opens a socket that receives an envelope which nobody acknowledges. */
async function openSocket() {
  const slack = await startSlack({ ackDeadlineMs: 50 })
  const clock = createManualClock()
  const { appToken } = slack.app
  const socket = createSocket({ appToken, clientOptions: { slackApiUrl: slack.apiUrl }, clock, logger: silent })
  await socket.receiver.client.start()
  const sent = { user: 'U0ENGINEER', channel: 'C0MIGRATIONS', text: '/migrate list' }
  expect(await act(slack, 'command', sent)).toMatchObject({ acknowledged: false })
  return { slack, clock, socket }
}

test('a stop waits for an envelope that has just arrived', async () => {
  const { clock, socket } = await openSocket()
  const stopped = socket.stop()
  await clock.settle()
  expect([socket.isUp(), clock.sleepers()]).toEqual([true, 1])
  await clock.advance(3000)
  await stopped
})

test('a stop does not wait for an envelope that Slack no longer waits for', async () => {
  const { clock, socket } = await openSocket()
  await clock.advance(3000)
  await socket.stop()
})

test('a stop does not wait for an envelope that came over a lost connection', async () => {
  const { slack, socket } = await openSocket()
  await act(slack, 'socket', { action: 'drop' })
  await eventually(() => expect(socket.isUp()).toBe(false))
  await socket.stop()
})
