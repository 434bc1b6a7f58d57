import { expect, test } from 'vitest'
import { failure } from './cloud.ts'
import type { ProviderWorld } from './contract-world.ts'
import { type FaultTable, observe } from './faults-world.ts'

/** Far shorter than in production, and long enough for a response. */
const patience = { firstMs: 200, budgetMs: 900, unsafeMs: 400 }

/** Tests of calls without a response. */
export function describeSilence(table: FaultTable): void {
  test('a reading whose connection breaks is repeated', async () => {
    const { world, connection } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'cut-before-effect' })
    expect(await connection.show(target, {})).toMatchObject(target)
    expect(world.callCount()).toBe(2)
  })

  test.each(['cut-before-effect', 'cut-after-effect'] as const)(
    'an action that is %s has an unknown outcome, and is not repeated',
    async (kind) => {
      const { world, act } = await observe(table, table.open())
      const target = world.add('running')
      world.simulator.faults.add({ kind })
      expect(await failure(act(target))).toMatchObject({
        code: 'provider_outcome_unknown',
        details: { account: 'prod', ref: `prod/${target.id}` },
      })
      expect(world.callCount()).toBe(1)
    },
  )

  test('a reading that hangs is repeated twice, then reported with the total waiting time', async () => {
    const { world, connection } = await observe(table, table.open(), { patience })
    world.simulator.faults.add({ kind: 'hang', times: 9 })
    const error = await failure(connection.show(world.add('running'), {}))
    expect(error).toMatchObject({
      code: 'provider_unreachable',
      details: { reason: 'TimeoutError', how: ' (Ferry waited 1 s)' },
    })
    expect(world.callCount()).toBe(3)
  })

  test('an action that hangs ends within its limit and is not repeated', async () => {
    const { world, act } = await observe(table, table.open(), { patience })
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'hang', times: 9 })
    const error = await failure(act(target))
    expect(error).toMatchObject({ code: 'provider_outcome_unknown', details: { reason: 'TimeoutError' } })
    expect(world.callCount()).toBe(1)
  })

  test('a reading ends at once when its signal aborts, before it begins or while it hangs', async () => {
    const { world, connection } = await observe(table, table.open())
    const target = world.add('running')
    const reason = new Error('Nobody waits')
    await expect(connection.show(target, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(world.callCount()).toBe(0)
    world.simulator.faults.add({ kind: 'hang', times: 9 })
    const leaving = new AbortController()
    const reading = connection.show(target, { signal: leaving.signal })
    await arrivalAt(world)
    leaving.abort(reason)
    await expect(reading).rejects.toBe(reason)
    expect(world.callCount()).toBe(1)
  })

  test('an action whose signal aborts while it hangs has an unknown outcome', async () => {
    const { world, act } = await observe(table, table.open())
    const target = world.add('running')
    world.simulator.faults.add({ kind: 'hang', times: 9 })
    const leaving = new AbortController()
    const acting = failure(act(target, { signal: leaving.signal }))
    await arrivalAt(world)
    leaving.abort()
    expect(await acting).toMatchObject({ code: 'provider_outcome_unknown', details: { ref: `prod/${target.id}` } })
    expect(world.callCount()).toBe(1)
  })
}

async function arrivalAt(world: ProviderWorld): Promise<void> {
  while (world.callCount() === 0) await new Promise(setImmediate)
}
