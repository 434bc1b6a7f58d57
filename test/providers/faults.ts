import { describe, expect, test } from 'vitest'
import type { Target } from '../../src/providers/provider.ts'
import { failure } from './cloud.ts'
import { describeAnswers } from './faults-answers.ts'
import { describeSilence } from './faults-silence.ts'
import { type FaultTable, observe } from './faults-world.ts'

export type { FaultTable } from './faults-world.ts'

/** Tests all faults with one provider. */
export function describeFaultTable(table: FaultTable): void {
  describe(`the faults of ${table.provider.label}`, () => {
    describeRefusals(table)
    describeClocks(table)
    describeThrottling(table)
    describeAnswers(table)
    describeSilence(table)
  })
}

function describeRefusals(table: FaultTable): void {
  const { codes, provider, quotaIs, wrongRegion } = table
  const { label } = provider

  // Clouds lock a key after a few failures.
  test('wrong credentials are tried once, for a reading and for an action', async () => {
    const { world, connection, act } = await observe(table, table.open(), { isWrong: true })
    const target = world.add('running')
    for (const [index, call] of [() => connection.check({}), () => act(target)].entries()) {
      const error = await failure(call())
      expect(error).toMatchObject({ code: 'provider_denied', details: { provider: label, account: 'prod' } })
      expect(error.details.code).toBe(codes.denied)
      expect(world.callCount()).toBe(index + 1)
    }
  })

  test(`a wrong region (${wrongRegion.is}) is reported as such after one call`, async () => {
    const { world, connection } = await observe(table, wrongRegion.open())
    expect(await failure(connection.check({}))).toMatchObject(wrongRegion.error)
    expect(world.callCount()).toBe(1)
  })

  test('an unknown id shows nothing, and an action on it is refused', async () => {
    const { world, connection, act } = await observe(table, table.open())
    expect(await connection.show(world.missing, {})).toBeUndefined()
    expect(await failure(act(world.missing))).toMatchObject(refusal(codes.unknownId, world.missing))
    expect(world.callCount()).toBe(2)
  })

  test('an action in the wrong state is refused with the cloud’s code after one call', async () => {
    const { world, act } = await observe(table, table.open())
    const target = world.add('succeeded')
    const error = await failure(act(target))
    expect(error).toMatchObject(refusal(codes.wrongState, target))
    expect(error.details.message).toMatch(/\w/)
    expect(world.callCount()).toBe(1)
  })

  test('an exhausted quota is reported with its code, and an action makes one call', async () => {
    const { world, act } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'quota' })
    expect(await failure(act(target))).toMatchObject({ ...refusal(codes.quota, target), code: quotaIs })
    expect(world.callCount()).toBe(1)
  })

  function refusal(code: string, { id }: Target) {
    return { code: 'provider_refused', details: { provider: label, account: 'prod', ref: `prod/${id}`, code } }
  }
}

const minuteMs = 60_000

function describeClocks(table: FaultTable): void {
  const { largestSkewMs } = table
  if (largestSkewMs === undefined) {
    test.each([-1, 1])('a clock that is %i days off changes nothing, because nothing is signed', async (days) => {
      const { world, connection, act } = await observe(table, table.open({ skewMs: days * 24 * 60 * minuteMs }))
      await connection.check({})
      await act(world.add('running'))
    })
    return
  }

  test.each([
    [1, 'ahead of'],
    [-1, 'behind'],
  ])('a wrong clock is reported, and not the key: %i', async (sign, direction) => {
    const skewMs = sign * (largestSkewMs + 2 * minuteMs)
    const { world, connection, act } = await observe(table, table.open({ skewMs }))
    const target = world.add('running')
    const offset = `${Math.abs(skewMs) / minuteMs} minutes ${direction}`
    for (const call of [() => connection.check({}), () => act(target)]) {
      const error = await failure(call())
      expect(error).toMatchObject({ code: 'clock_wrong', owner: 'operator', details: { offset, account: 'prod' } })
      // A second signature would be refused as well, and Huawei locks a key after five.
      expect(world.callCount()).toBe(1)
    }
  })

  test.each([-1, 0, 1])('a wrong key is reported if the clock is accurate enough: %i', async (sign) => {
    const skewMs = sign * (largestSkewMs - minuteMs)
    const { world, connection } = await observe(table, table.open({ skewMs }), { isWrong: true })
    expect((await failure(connection.check({}))).code).toBe('provider_denied')
    const { connection: right } = await observe(table, Promise.resolve(world))
    await right.check({})
  })
}

function describeThrottling(table: FaultTable): void {
  const { throttled } = table.codes

  test.each([
    ['as long as the cloud says', 7, 7000],
    ['for a moment if the cloud does not say how long', null, 500],
  ])('a throttled reading waits %s, then reads', async (_, retryAfterSeconds, pauseMs) => {
    const { world, connection, pausesMs } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'throttle', retryAfterSeconds })
    expect(await connection.show(target, {})).toMatchObject(target)
    expect(pausesMs).toEqual([pauseMs])
    expect(world.callCount()).toBe(2)
  })

  test('a reading that is throttled for too long says so at once', async () => {
    const { world, connection, pausesMs } = await observe(table, table.open())
    world.simulator.faults.add({ kind: 'throttle', retryAfterSeconds: 3600 })
    const error = await failure(connection.show(world.add('running'), {}))
    expect(error).toMatchObject({ code: 'provider_throttled', details: { code: throttled, retryAfterMs: 3_600_000 } })
    expect([pausesMs, world.callCount()]).toEqual([[], 1])
  })

  test.each([
    [7, 7000],
    [null, undefined],
  ])(
    'a throttled action is left to the person, whether or not the cloud says when to retry: %s',
    async (seconds, retryAfterMs) => {
      const { world, act, pausesMs } = await observe(table, table.open())
      const target = world.add('running')
      world.simulator.faults.add({ kind: 'throttle', retryAfterSeconds: seconds })
      const error = await failure(act(target))
      expect(error).toMatchObject({
        code: 'provider_throttled',
        details: { code: throttled, ref: `prod/${target.id}` },
      })
      expect(error.details.retryAfterMs).toBe(retryAfterMs)
      expect([pausesMs, world.callCount()]).toEqual([[], 1])
    },
  )
}
