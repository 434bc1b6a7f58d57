import { WebClientEvent } from '@slack/web-api'
import { describe, expect, test } from 'vitest'
import type { FaultRequest } from '../../../playground/slack/protocol.ts'
import { eventually } from '../../eventually.ts'
import { act, clientOf, look, messagesIn, startBolt, startSlack, textsIn } from './stand.ts'

const channel = 'C0MIGRATIONS'
const user = 'U0ENGINEER'

describe('faults', () => {
  async function startFaulty(fault: FaultRequest['fault'], more: object = {}) {
    const slack = await startSlack()
    await act(slack, 'faults', { method: 'chat.postMessage', times: 1, fault, ...more })
    const client = clientOf(slack, { timeout: 60_000 })
    const post = (text = 'x') => client.chat.postMessage({ channel, text })
    return { slack, client, post }
  }

  test('rate_limited answers 429 with Retry-After, once', async () => {
    const { slack, client, post } = await startFaulty({ kind: 'rate_limited', retry_after: 7 })
    const waits: number[] = []
    client.on(WebClientEvent.RATE_LIMITED, (seconds) => waits.push(seconds))
    await expect(post()).rejects.toThrow()
    expect(waits).toEqual([7])
    await post('after')
    expect(textsIn(slack, channel)).toEqual(['after'])
  })

  test('held waits without an effect until its gate opens, and a second call passes meanwhile', async () => {
    const { slack, post } = await startFaulty({ kind: 'held', gate: 'first' })
    const first = post('first')
    await eventually(() => expect(slack.world.gates.waitingAt('first')).toBe(1))
    await post('second')
    expect(textsIn(slack, channel)).toEqual(['second'])
    await act(slack, 'gate', { gate: 'first' })
    await first
    expect(textsIn(slack, channel)).toEqual(['second', 'first'])
  })

  test.each([
    ['status', { kind: 'status', status: 503 }],
    ['error', { kind: 'error', error: 'fatal_error' }],
    ['garbage', { kind: 'garbage' }],
    ['cut_before', { kind: 'cut_before' }],
  ] as const)('%s has no effect', async (_, fault) => {
    const { slack, post } = await startFaulty(fault)
    await expect(post()).rejects.toThrow()
    expect(messagesIn(slack, channel)).toEqual([])
    expect(slack.world.calls).toMatchObject([{ method: 'chat.postMessage', ok: false }])
  })

  test('hang has no effect, and the caller waits', async () => {
    const { slack, post } = await startFaulty({ kind: 'hang' })
    const waiting = expect(post()).rejects.toThrow()
    await eventually(() => expect(slack.world.calls).toMatchObject([{ method: 'chat.postMessage', ok: false }]))
    expect(messagesIn(slack, channel)).toEqual([])
    await slack.stop()
    await waiting
  })

  test('cut_after posts, but the caller gets no answer', async () => {
    const { slack, post } = await startFaulty({ kind: 'cut_after' })
    await expect(post()).rejects.toThrow()
    expect(textsIn(slack, channel)).toEqual(['x'])
  })

  test('an error that takes effect posts, and answers with the error and its status', async () => {
    const error = { kind: 'error', error: 'service_unavailable', status: 503, takes_effect: true } as const
    const { slack, post } = await startFaulty(error)
    await expect(post()).rejects.toMatchObject({ statusCode: 503 })
    expect(textsIn(slack, channel)).toEqual(['x'])
    expect(slack.world.calls).toMatchObject([{ ok: false, status: 503, error: 'service_unavailable' }])
  })

  test('late posts at once, and answers when the time has passed', async () => {
    const { slack, client, post } = await startFaulty({ kind: 'late', ms: 3_600_000 })
    const waiting = post('in an hour').catch(() => 'cut')
    await eventually(() => expect(textsIn(slack, channel)).toEqual(['in an hour']))
    expect(slack.world.calls).toEqual([])
    slack.world.faults.push({ method: 'chat.postMessage', times: 1, fault: { kind: 'late', ms: 1 } })
    expect(await client.chat.postMessage({ channel, text: 'soon' })).toMatchObject({ ok: true })
    await slack.stop()
    expect(await waiting).toBe('cut')
  })

  test('slow answers correctly, and later than other calls', async () => {
    const { slack, client, post } = await startFaulty({ kind: 'slow', ms: 3_600_000 })
    const waiting = post('in an hour').catch(() => 'cut')
    await eventually(() => expect(slack.world.faults).toEqual([]))
    await post('now')
    expect(textsIn(slack, channel)).toEqual(['now'])
    slack.world.faults.push({ method: 'chat.postMessage', times: 1, fault: { kind: 'slow', ms: 1 } })
    expect(await client.chat.postMessage({ channel, text: 'soon' })).toMatchObject({ ok: true })
    expect(textsIn(slack, channel)).toEqual(['now', 'soon'])
    await slack.stop()
    expect(await waiting).toBe('cut')
  })

  test('affects only the named channel', async () => {
    const { slack, post } = await startFaulty({ kind: 'error', error: 'is_archived' }, { channel: 'C0STORAGE' })
    await post()
    expect(textsIn(slack, channel)).toEqual(['x'])
    expect(await look(slack, 'faults')).toMatchObject([{ times: 1 }])
  })

  test('can affect a response_url, too', async () => {
    const slack = await startSlack()
    const statuses: unknown[] = []
    const bolt = await startBolt(slack, 'http')
    bolt.command('/migrate', async ({ ack, respond }) => {
      await ack()
      await respond('x').catch((error) => statuses.push(error.status))
    })
    await act(slack, 'faults', { method: 'response_url', times: 1, fault: { kind: 'status', status: 500 } })
    await act(slack, 'command', { user, channel, text: '/migrate' })
    await eventually(() => expect(statuses).toHaveLength(1))
    expect(messagesIn(slack, channel)).toEqual([])
  })

  describe('a block that the workspace does not support yet', () => {
    const fault = { kind: 'no_such_block', type: 'divider' } as const
    const blocks = [{ type: 'divider' }]

    test('is refused by every method, and the same message without it is accepted', async () => {
      const { slack, client } = await startFaulty(fault, { method: '*', times: 2 })
      await expect(client.chat.postMessage({ channel, text: 'lines', blocks })).rejects.toMatchObject({
        data: { error: 'invalid_blocks', errors: ['unsupported type: divider'] },
      })
      await client.chat.postMessage({ channel, text: 'words' })
      await expect(client.chat.postEphemeral({ channel, user, text: 'lines', blocks })).rejects.toThrow(
        'invalid_blocks',
      )
      expect(textsIn(slack, channel)).toEqual(['words'])
      expect(slack.world.faults).toEqual([])
    })

    test.each([
      ['status', [400, 'invalid_blocks']],
      ['body', [200, '{"ok":false,"error":"invalid_blocks"}']],
    ] as const)('is refused at a response_url by the %s', async (refusedResponse, refusal) => {
      const slack = await startSlack({ readings: { refusedResponse } })
      await act(slack, 'command', { user, channel, text: '/migrate' })
      const id = [...slack.world.responseUrls.keys()].at(-1)
      await act(slack, 'faults', { method: 'response_url', times: 1, fault })
      const url = `${slack.url}/hooks/commands/T0LOCAL/${id}`
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'lines', blocks }) })
      expect([answer.status, await answer.text()]).toEqual(refusal)
    })
  })
})
