import { expect, test } from 'vitest'
import { createTurns } from '../../src/async/in-turn.ts'

test('work on one key is done one piece after the other, on different keys at once', async () => {
  const inTurn = createTurns()
  const log: string[] = []
  const gates = ['a1', 'a2', 'b1'].map((name) => ({ name, ...Promise.withResolvers<void>() }))
  const work = gates.map(({ name, promise }) =>
    inTurn(name.slice(0, 1), async () => {
      log.push(`begin ${name}`)
      await promise
      log.push(`end ${name}`)
    }),
  )
  await new Promise(setImmediate)
  expect(log).toEqual(['begin a1', 'begin b1'])
  for (const { resolve } of gates) resolve()
  await Promise.all(work)
  expect(log.indexOf('begin a2')).toBeGreaterThan(log.indexOf('end a1'))
})

test('a piece that fails keeps nothing from the next one', async () => {
  const inTurn = createTurns()
  const failed = inTurn('a', async () => {
    throw new Error('no')
  })
  const next = inTurn('a', async () => 'done')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('done')
})
