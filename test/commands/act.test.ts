import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { sample } from '../migrations/sample.ts'
import { readable, typedBy } from '../views/readable.ts'
import { createDesk, type Desk, shownIn } from './desk.ts'

const ref = 'prod-hw/191297407830872'
const provider = 'Huawei Cloud OMS'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount()
})

describe('an action', () => {
  test('is refused without a call if the state does not allow it, and the answer names what is possible', async () => {
    desk.cloud.add(sample({ state: 'paused' }))
    const { reply, code } = await desk.types(`pause ${ref}`)
    expect(code).toBe('action_impossible')
    expect(readable(shownIn(reply))).toEqual([
      `:warning: \`${ref}\` cannot be paused now: its state is “paused”.`,
      'Possible now: start, limit speed, priority, delete.',
      '[Start] [Limit speed] [Current state]',
    ])
    expect(desk.cloud.calls).toEqual([`show ${ref}`])
  })

  test('says so if nothing is possible', async () => {
    desk.cloud.add(sample({ state: 'unknown' }))
    expect((await desk.reads(`pause ${ref}`)).slice(0, 2)).toEqual([
      `:warning: \`${ref}\` cannot be paused now: its state is “unknown”.`,
      'It has no available actions in this state.',
    ])
  })

  test('is refused for its region, not for its state, if the cloud offers it only elsewhere', async () => {
    desk.cloud.add(sample({ kind: 'sync', id: 'sync-1', target: { bucket: 'archive', region: 'eu-west-101' } }))
    expect((await desk.reads('pause prod-hw/sync-1')).slice(0, 2)).toEqual([
      ':warning: `prod-hw/sync-1` cannot be paused in eu-west-101: Huawei Cloud OMS offers that only in cn-north-4 and cn-east-3.',
      'There you can only look at it, and delete it while it is paused.',
    ])
  })

  test('is followed until it is done, and the card shows the state meanwhile', async () => {
    desk.cloud.add(sample())
    desk.cloud.becomes(ref, 'running', 'pausing', 'pausing', 'paused')
    expect(await desk.reads(`pause ${ref}`)).toContain(':double_vertical_bar: *Paused* · 40 % ■■■■□□□□□□')
    expect(desk.meanwhile.map(({ text }) => text)).toEqual([`Pausing: photos → archive (${ref})`])
    expect(desk.meanwhile.flatMap(readable).join()).toContain('This answer is updated for about a minute.')
    expect(desk.clock.now() - sample().readAt).toBe(3000)
    expect(desk.looks).toEqual([ref, ref, ref])
  })

  test('that takes longer than a minute is answered with its state at that time', async () => {
    desk.cloud.add(sample())
    desk.cloud.becomes(ref, 'running', 'pausing')
    const lines = await desk.reads(`pause ${ref}`)
    expect(lines).toContain(':double_vertical_bar: *Pausing* · 40 % ■■■■□□□□□□')
    expect(lines.join('\n')).toContain('has not done it within a minute. This answer no longer changes')
    expect(desk.clock.now() - sample().readAt).toBe(61_000)
  })

  test('runs once: a second click during the first one gets an answer that says so', async () => {
    desk.cloud.add(sample())
    desk.cloud.becomes(ref, 'running', 'running', 'running', 'paused')
    const goOn = desk.cloud.holds('prod-hw', 'pause')
    const first = desk.begins(`pause ${ref}`)
    await desk.clock.settle()
    for (const [user, who] of [
      ['U2', '<@U1>'],
      ['U1', 'You'],
    ] as const) {
      const lines = await desk.reads(`pause ${ref}`, { user })
      expect(lines[0]).toBe(`:warning: Ferry is already acting on \`${ref}\`.`)
      expect(lines[2]).toMatch(new RegExp(`^\\(${who} began to pause it 20`))
    }
    goOn()
    expect((await desk.clock.passUntil(first)).code).toBe('ok')
    expect(desk.cloud.calls.filter((call) => call.startsWith('pause'))).toEqual([`pause ${ref}`])
  })

  test('can be tried again at once after a refusal', async () => {
    const refused = new AppError('provider_refused', { provider, code: 'OMS.0066', message: 'not running' })
    desk.cloud.add(sample())
    desk.cloud.breaks('prod-hw', 'pause', { error: refused, times: 1 })
    expect((await desk.types(`pause ${ref}`)).code).toBe('provider_refused')
    desk.cloud.becomes(ref, 'running', 'paused')
    expect((await desk.types(`pause ${ref}`)).code).toBe('ok')
  })

  test('with an unknown outcome is not repeated, and the answer leads to the current state', async () => {
    const error = new AppError('provider_outcome_unknown', { provider })
    desk.cloud.add(sample())
    desk.cloud.breaks('prod-hw', 'pause', { error })
    const { reply, code } = await desk.types(`pause ${ref}`)
    expect(code).toBe('provider_outcome_unknown')
    expect(readable(shownIn(reply))[1]).toBe(
      `Check the current state with \`/migrate status ${ref}\` before you try again.`,
    )
    expect(typedBy(shownIn(reply))).toEqual({ 'Current state': `status ${ref}` })
    expect(desk.cloud.calls.filter((call) => call.startsWith('pause'))).toHaveLength(1)
  })

  test('that was accepted does not count as failed if the cloud then does not answer for a moment', async () => {
    desk.cloud.add(sample())
    desk.cloud.becomes(ref, 'running', 'paused')
    const answer = desk.begins(`pause ${ref}`)
    const goOn = desk.cloud.holds('prod-hw', 'pause')
    await desk.clock.settle()
    desk.cloud.breaks('prod-hw', 'show', { error: new AppError('provider_unreachable', { provider }), times: 2 })
    goOn()
    const { reply, code } = await desk.clock.passUntil(answer)
    expect(code).toBe('ok')
    expect(readable(shownIn(reply))).toContain(':double_vertical_bar: *Paused* · 40 % ■■■■□□□□□□')
  })
})

describe('delete', () => {
  test('asks for confirmation first, and says what is lost and what stays', async () => {
    desk.cloud.add(sample({ state: 'succeeded' }))
    const { reply } = await desk.types('delete 1912…')
    expect(readable(shownIn(reply))).toEqual([
      `Delete the task *photos → archive* (\`${ref}\`, succeeded)?`,
      'Its record and history are permanently deleted from the cloud. Objects already copied stay in the destination bucket.',
      '[Delete the task (danger)] [Keep it]',
    ])
    expect(typedBy(shownIn(reply))['Delete the task']).toBe(`delete ${ref} --yes`)
    expect(desk.cloud.calls).toEqual(['show prod-hw/191297407830872'])
  })

  test('deletes after confirmation, and says when the record is gone', async () => {
    desk.cloud.add(sample({ state: 'failed' }))
    const { reply } = await desk.types(`delete ${ref} --yes`)
    expect(readable(shownIn(reply))).toEqual([`:wastebasket: Deleted: *photos → archive* (\`${ref}\`)`])
    expect(desk.cloud.peek(ref)).toBeUndefined()
  })

  test('does not ask for confirmation if the migration cannot be deleted', async () => {
    desk.cloud.add(sample())
    expect((await desk.types(`delete ${ref}`)).code).toBe('action_impossible')
  })
})
