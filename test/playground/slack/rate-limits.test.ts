import { WebClientEvent } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import { clientOf, startSlack, textsIn } from './stand.ts'

const channel = 'C0MIGRATIONS'

describe('rate limits', () => {
  async function startLimited({ hasRateLimits = true } = {}) {
    let now = Date.UTC(2026, 10, 21, 12)
    const slack = await startSlack({ clock: { now: () => now }, hasRateLimits })
    const client = clientOf(slack)
    const waits: number[] = []
    client.on(WebClientEvent.RATE_LIMITED, (seconds) => waits.push(seconds))
    const pass = (ms: number) => {
      now += ms
    }
    const post = (text: string, to = channel) => client.chat.postMessage({ channel: to, text })
    return { slack, client, waits, pass, post }
  }

  test('a channel takes one post a second, and the refused one has no effect', async () => {
    const { slack, waits, pass, post } = await startLimited()
    await post('one')
    pass(700)
    await expect(post('too soon')).rejects.toThrow()
    expect(waits).toEqual([1])
    pass(300)
    await post('two')
    expect(textsIn(slack, channel)).toEqual(['one', 'two'])
    expect(slack.world.calls.map(({ status }) => status)).toEqual([200, 429, 200])
  })

  test('posts that arrive a little early pass, but no more of them in all', async () => {
    const { pass, post } = await startLimited()
    await post('at 0 ms')
    pass(800)
    await post('at 800 ms')
    pass(900)
    await expect(post('at 1,700 ms')).rejects.toThrow()
    pass(100)
    await post('at 1,800 ms')
  })

  test('a workspace takes 50 edits in any minute, whatever the channel', async () => {
    const { client, waits, pass, post } = await startLimited()
    const { ts = '' } = await post('card')
    const edit = () => client.chat.update({ channel, ts, text: 'moved' })
    for (let count = 0; count < 50; count += 1) {
      await edit()
      pass(1000)
    }
    await expect(edit()).rejects.toThrow()
    expect(waits).toEqual([10])
    pass(10_000)
    await edit()
  })

  test('a workspace takes 50 openings of direct messages in any minute, of the same one too', async () => {
    const { client, waits } = await startLimited()
    const open = () => client.conversations.open({ users: 'U0LEAD' })
    for (let count = 0; count < 50; count += 1) await open()
    await expect(open()).rejects.toThrow()
    expect(waits).toEqual([60])
  })

  test('there are no limits unless they are asked for', async () => {
    const { post, slack } = await startLimited({ hasRateLimits: false })
    await post('one')
    await post('two')
    expect(textsIn(slack, channel)).toEqual(['one', 'two'])
  })
})
