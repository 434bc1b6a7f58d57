import { describe, expect, test } from 'vitest'
import { createBench } from './lane-bench.ts'

describe('pace', () => {
  test('one post a second in a channel', async () => {
    const { clock, made, call } = createBench()
    for (const name of ['a', 'b', 'c']) call(name)
    await clock.advance(10_000)
    expect(made).toEqual(['a 0', 'b 1', 'c 2'])
  })

  test('channels do not wait for each other', async () => {
    const { clock, made, call } = createBench()
    for (let index = 0; index < 100; index += 1) call(`c${index}`, { channel: `C${index}` })
    await clock.advance(0)
    expect(made).toHaveLength(100)
  })

  test('300 posts a minute in a workspace, the last 30 of them for what is urgent', async () => {
    const { clock, made, call } = createBench()
    for (let index = 0; index < 400; index += 1) call('note', { channel: `C${index}` })
    await clock.advance(0)
    expect(made).toHaveLength(270)
    for (let index = 0; index < 40; index += 1) call('end', { channel: `E${index}`, urgency: 'end' })
    await clock.advance(0)
    expect(made.filter((one) => one.startsWith('end'))).toHaveLength(30)
    await clock.advance(60_999)
    expect(made).toHaveLength(300)
    await clock.advance(1)
    expect(made).toHaveLength(440)
  })

  test('what is urgent does not wait behind what waits for the minute to be over, in the same channel', async () => {
    const { clock, made, call } = createBench()
    for (let index = 0; index < 271; index += 1) call('note', { channel: `C${index}` })
    await clock.advance(2_000)
    call('end', { channel: 'C270', urgency: 'end' })
    await clock.advance(0)
    expect(made.at(-1)).toBe('end 2')
  })

  test('another workspace has its own 300 posts', async () => {
    const { clock, made, call } = createBench()
    for (let index = 0; index < 300; index += 1) call('a', { channel: `C${index}` })
    call('b', { workspace: 'T2' })
    await clock.advance(0)
    expect(made).toContain('b 0')
  })

  test('is counted from the moment of the call, not from the turn: something may have to be stored in between', async () => {
    const { clock, lanes, made, call } = createBench()
    const first = lanes.queue({ workspace: 'T1', channel: 'C1', method: 'post', urgency: 'end' })
    call('second')
    expect(await first.isOurs).toBe(true)
    await clock.advance(400)
    first.use()
    first.end()
    await clock.advance(999)
    expect(made).toEqual([])
    await clock.advance(1)
    expect(made).toEqual(['second 1.4'])
  })

  test('what somebody shares counts: the next post keeps its distance from it', async () => {
    const { clock, lanes, made, call } = createBench()
    lanes.spend({ workspace: 'T1', channel: 'C1', method: 'post' })
    call('next')
    call('elsewhere', { channel: 'C2' })
    await clock.advance(1000)
    expect(made).toEqual(['elsewhere 0', 'next 1'])
  })

  test('counts what was sent before a restart, or by the replica before', async () => {
    const { clock, made, call, lanes } = createBench()
    const before = { workspace: 'T1', channel: 'C9', method: 'post' } as const
    lanes.remember(
      'T1',
      Array.from({ length: 299 }, (_, index) => ({ ...before, ageMs: index * 100 })),
    )
    call('first', { urgency: 'end' })
    call('second', { channel: 'C2', urgency: 'end' })
    await clock.advance(1000)
    expect(made).toEqual(['first 0'])
    await clock.advance(40_000)
    expect(made).toEqual(['first 0', expect.stringMatching(/^second 31/)])
  })

  test('keeps a second between posts of a channel, whoever made the last one', async () => {
    const { clock, made, call, lanes } = createBench()
    lanes.remember('T1', [{ workspace: 'T1', channel: 'C1', method: 'post', ageMs: 300 }])
    call('next')
    await clock.advance(1000)
    expect(made).toEqual(['next 0.7'])
  })

  test('counts edits and pages of history that were made before, too', async () => {
    const { clock, made, call, lanes } = createBench()
    const calls = (['update', 'find'] as const).flatMap((method) =>
      Array.from({ length: 50 }, (_, index) => ({ workspace: 'T1', channel: 'C1', method, ageMs: index * 1000 })),
    )
    lanes.remember('T1', calls)
    call('edit', { method: 'update', urgency: 'card' })
    call('page', { method: 'find' })
    await clock.advance(500)
    expect(made).toEqual([])
    await clock.advance(15_000)
    expect(made).toContain('page 12')
    expect(made.some((one) => one.startsWith('edit'))).toBe(true)
  })

  test('counts what it has sent itself once, though the channels tell of it as well', async () => {
    const { clock, made, call, lanes } = createBench()
    for (let index = 0; index < 200; index += 1) call('post', { channel: `C${index}`, urgency: 'end' })
    await clock.advance(100)
    lanes.remember(
      'T1',
      Array.from({ length: 200 }, (_, index) => ({
        ...{ workspace: 'T1', channel: `C${index}`, method: 'post' as const },
        ageMs: 100,
      })),
    )
    for (let index = 0; index < 100; index += 1) call('more', { channel: `D${index}`, urgency: 'end' })
    await clock.advance(100)
    expect(made).toHaveLength(300)
  })

  test('what people share counts in the minute, too', async () => {
    const { clock, lanes, made, call } = createBench()
    for (let index = 0; index < 300; index += 1) lanes.spend({ workspace: 'T1', channel: `S${index}`, method: 'post' })
    call('end', { urgency: 'end' })
    await clock.advance(60_000)
    expect(made).toEqual([])
    await clock.advance(1000)
    expect(made).toEqual(['end 61'])
  })

  test('pages of history are asked for at the pace that Slack has shown, so that none is refused again', async () => {
    const { clock, lanes, made, call } = createBench()
    const place = { workspace: 'T1', channel: 'C1', method: 'find' } as const
    lanes.holdOff({ ...place, urgency: 'end' }, 60_000)
    for (const name of ['a', 'b', 'c']) call(name, place)
    call('of another workspace', { ...place, workspace: 'T2' })
    await clock.advance(180_000)
    expect(made).toEqual(['of another workspace 0', 'a 60', 'b 120', 'c 180'])
  })

  test('a turn that is not used costs nothing', async () => {
    const { clock, lanes, made, call } = createBench()
    const first = lanes.queue({ workspace: 'T1', channel: 'C1', method: 'post', urgency: 'end' })
    call('second')
    expect(await first.isOurs).toBe(true)
    await clock.advance(100)
    first.end()
    await clock.advance(0)
    expect(made).toEqual(['second 0.1'])
  })

  test('what was not used for a minute is not saved up beyond five edits', async () => {
    const { clock, made, call } = createBench()
    await clock.advance(60_000)
    for (let index = 0; index < 20; index += 1) call('edit', { method: 'update', urgency: 'card' })
    await clock.advance(0)
    expect(made).toHaveLength(5)
  })

  test('workspaces do not wait for each other, nor do posts for edits', async () => {
    const { clock, made, call } = createBench()
    for (let index = 0; index < 20; index += 1) call('edit', { method: 'update' })
    call('edit of another', { method: 'update', workspace: 'T2' })
    call('post')
    await clock.advance(0)
    expect(made).toContain('edit of another 0')
    expect(made).toContain('post 0')
  })
})

describe('order', () => {
  test('the most urgent first, among equals the one that came first', async () => {
    const { clock, made, call } = createBench()
    call('first')
    call('progress')
    call('card', { urgency: 'card' })
    call('stall', { urgency: 'stall' })
    call('end 1', { urgency: 'end' })
    call('end 2', { urgency: 'end' })
    await clock.advance(10_000)
    expect(made).toEqual(['first 0', 'end 1 1', 'end 2 2', 'stall 3', 'card 4', 'progress 5'])
  })

  test('an end that comes late still goes next', async () => {
    const { clock, made, call } = createBench()
    for (let index = 0; index < 50; index += 1) call(`progress ${index}`)
    await clock.advance(3500)
    call('end', { urgency: 'end' })
    await clock.advance(1000)
    expect(made.at(-1)).toBe('end 4')
  })

  test('who withdraws takes no turn away from the others', async () => {
    const { clock, lanes, made, call } = createBench()
    call('a')
    const turn = lanes.queue({ workspace: 'T1', channel: 'C1', method: 'post', urgency: 'end' })
    call('b')
    turn.withdraw()
    await clock.advance(5000)
    expect(await turn.isOurs).toBe(false)
    expect(made).toEqual(['a 0', 'b 1'])
  })
})

test('stop: nobody gets a turn any more, nobody waits for ever, and no timer is left', async () => {
  const { clock, lanes, made, call } = createBench()
  for (const name of ['a', 'b', 'c']) call(name)
  await clock.advance(0)
  lanes.stop()
  call('d')
  await clock.advance(10_000)
  expect(made).toEqual(['a 0', 'b never', 'c never', 'd never'])
  expect(clock.sleepers()).toBe(0)
})

/** The largest number of these times, in seconds, within any minute. */
