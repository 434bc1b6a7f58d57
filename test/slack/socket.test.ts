import { expect, test } from 'vitest'
import { createSocket } from '../../src/slack/socket.ts'
import { eventually } from '../eventually.ts'
import { createManualClock } from '../manual-clock.ts'
import { act, silent, startSlack } from '../playground/slack/stand.ts'

/** A socket over which something has come in that nobody acknowledges. */
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

test('a stop waits for what came in a moment ago', async () => {
  const { clock, socket } = await openSocket()
  const stopped = socket.stop()
  await clock.settle()
  expect([socket.isUp(), clock.sleepers()]).toEqual([true, 1])
  await clock.advance(3000)
  await stopped
})

test('a stop waits for nothing that Slack no longer waits for', async () => {
  const { clock, socket } = await openSocket()
  await clock.advance(3000)
  await socket.stop()
})

test('a stop waits for nothing that came in over a connection that was lost', async () => {
  const { slack, socket } = await openSocket()
  await act(slack, 'socket', { action: 'drop' })
  await eventually(() => expect(socket.isUp()).toBe(false))
  await socket.stop()
})
