import { describe, expect, test } from 'vitest'
import { forgetHeld } from '../../src/send/limits/held.ts'
import { createBench } from './lane-bench.ts'
import { createPostOffice, type PostOffice } from './post-office.ts'

const minuteMs = 60_000

describe('after Slack asked to wait', () => {
  const post = { workspace: 'T1', channel: 'C1', method: 'post', urgency: 'end' } as const

  test('with a post, the posts in that channel wait, and nothing else', async () => {
    const { clock, lanes, made, call } = createBench()
    lanes.holdOff(post, 30_000)
    call('post')
    call('post elsewhere', { channel: 'C2' })
    call('edit', { method: 'update' })
    call('post of another workspace', { workspace: 'T2' })
    await clock.advance(29_000)
    expect(made).toEqual(['post elsewhere 0', 'edit 0', 'post of another workspace 0'])
    await clock.advance(2000)
    expect(made.slice(3)).toEqual(['post 30'])
  })

  test('with posts in two channels at a time, all posts in the workspace wait', async () => {
    const { clock, lanes, made, call } = createBench()
    lanes.holdOff(post, 30_000)
    await clock.advance(10_000)
    lanes.holdOff({ ...post, channel: 'C2' }, 30_000)
    call('post', { channel: 'C3' })
    call('post of another workspace', { workspace: 'T2' })
    await clock.advance(29_000)
    expect(made).toEqual(['post of another workspace 10'])
    await clock.advance(1000)
    expect(made.slice(1)).toEqual(['post 40'])
  })

  test('with posts in one channel twice, or in two one after the other, other channels go on', async () => {
    const { clock, lanes, made, call } = createBench()
    lanes.holdOff(post, 10_000)
    lanes.holdOff(post, 20_000)
    call('a', { channel: 'C2' })
    await clock.advance(20_000)
    lanes.holdOff({ ...post, channel: 'C2' }, 10_000)
    call('b', { channel: 'C3' })
    await clock.advance(0)
    expect(made).toEqual(['a 0', 'b 20'])
  })

  test.each(['update', 'find'] as const)('with %s, such calls in the whole workspace wait', async (method) => {
    const { clock, lanes, made, call } = createBench()
    lanes.holdOff({ ...post, method }, 30_000)
    call('elsewhere', { method, channel: 'C2' })
    call('post')
    await clock.advance(29_000)
    expect(made).toEqual(['post 0'])
    await clock.advance(1000)
    expect(made.slice(1)).toEqual(['elsewhere 30'])
  })

  test('for long, one call a minute is tried, and what Slack accepts ends the wait for all', async () => {
    const { clock, lanes, made, call } = createBench()
    lanes.holdOff(post, 600_000)
    lanes.holdOff({ ...post, channel: 'C2' }, 600_000)
    for (const channel of ['C3', 'C4', 'C5']) call(channel, { channel })
    await clock.advance(150_000)
    expect(made).toEqual(['C3 60', 'C4 120'])
    lanes.accepted({ ...post, channel: 'C4' })
    await clock.advance(0)
    expect(made.slice(2)).toEqual(['C5 150'])
    expect(lanes.holds()).toEqual([
      { method: 'post', scope: 'channel', leftMs: 450_000 },
      { method: 'post', scope: 'channel', leftMs: 450_000 },
    ])
  })

  test('a wait that grows while it is waited for is kept', async () => {
    const { clock, lanes, made, call } = createBench()
    const held = { workspace: 'T1', channel: 'C1', method: 'post', urgency: 'end' } as const
    lanes.holdOff(held, 10_000)
    call('post')
    await clock.advance(5000)
    lanes.holdOff(held, 10_000)
    await clock.advance(30_000)
    expect(made).toEqual(['post 15'])
  })
})

describe('a channel whose limit lasts for long', () => {
  /** Five channels with an end each, of which Slack limits the first. */
  async function limited(retryAfterMs: number) {
    const office = createPostOffice()
    const watches = await Promise.all([1, 2, 3, 4, 5].map((place) => office.watch(`m${place}`, `C${place}`)))
    const delivery = office.open()
    await delivery.sweep()
    for (const watch of watches) await office.decide(watch, { card: watch.channel })
    await delivery.sweep()
    await office.clock.advance(5000)
    for (const watch of watches) await office.decide(watch, { says: [{ lane: 'end', text: `over ${watch.channel}` }] })
    office.slack.faults.push({ method: 'post', fault: { retryAfterMs } })
    await delivery.sweep()
    await office.clock.advance(3000)
    return { office, delivery, watches }
  }

  const told = ({ slack }: PostOffice) => slack.messages.flatMap(({ text }) => (/^over/.test(text) ? [text] : []))
  const held = async ({ workspace }: PostOffice) => (await workspace.channels.get('C1'))?.held

  test('delays its own messages alone, is noted, and is told those who watch there once', async () => {
    const { office, delivery } = await limited(10 * minuteMs)
    expect(told(office).toSorted()).toEqual(['over C2', 'over C3', 'over C4', 'over C5'])
    expect(await held(office)).toMatchObject({ method: 'post', wereTold: true })
    expect(delivery.holds()).toEqual([{ method: 'post', scope: 'channel', leftMs: 10 * minuteMs - 3000 }])
    office.slack.faults.push({ method: 'post', fault: { retryAfterMs: 10 * minuteMs } })
    await office.clock.advance(minuteMs)
    expect(office.slack.told).toEqual([{ user: 'U1', text: expect.stringContaining('limiting') }])
    await delivery.stop()
  })

  test('is tried after a minute, and all is as before once Slack accepts a message', async () => {
    const { office, delivery } = await limited(10 * minuteMs)
    await office.clock.advance(minuteMs)
    expect(told(office)).toContain('over C1')
    expect(await held(office)).toBeUndefined()
    expect(delivery.holds()).toEqual([])
    await delivery.stop()
  })

  test('a short one is told nobody', async () => {
    const { office, delivery } = await limited(30_000)
    expect(await held(office)).toBeUndefined()
    expect(office.slack.told).toEqual([])
    await office.clock.advance(30_000)
    expect(told(office)).toHaveLength(5)
    await delivery.stop()
  })

  test('if nobody could be told, they are told when Slack refuses the next message', async () => {
    const office = createPostOffice()
    await office.decide(await office.watch(), {})
    const delivery = office.open()
    office.slack.faults.push(
      { method: 'post', fault: { retryAfterMs: 10 * minuteMs } },
      { method: 'open', fault: { refuse: 'messages_tab_disabled' } },
      { method: 'post', fault: { retryAfterMs: 10 * minuteMs } },
    )
    await delivery.sweep()
    await office.clock.advance(2 * minuteMs)
    expect(office.slack.told).toHaveLength(1)
    await delivery.stop()
  })
})

test('a wait that is over and after which nothing was left to be sent is forgotten', async () => {
  const office = createPostOffice()
  const { channels } = office.threads()
  const { now } = office.clock
  const held = { method: 'post', since: now(), until: now() + 10 * minuteMs, wereTold: true } as const
  await channels.change('C1', (before) => ({ ...before, held }))
  await forgetHeld(channels, now())
  expect(channels.of('C1').held).toBeDefined()
  await forgetHeld(channels, now() + 11 * minuteMs)
  expect(channels.of('C1').held).toBeUndefined()
})
