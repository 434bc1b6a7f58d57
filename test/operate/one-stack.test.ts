import { expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { createLog } from '../../src/operate/log.ts'
import { createOneStack } from '../../src/operate/one-stack.ts'

const described = (code: string) => ({
  err: { code, message: 'm', stack: 'at a', cause: { message: 'c', stack: 'at b' } },
})

test('an outage leaves one stack, whatever follows within a minute, and the next outage another one', () => {
  let now = 0
  const oneStack = createOneStack(() => now)
  const stacksAfter = (ms: number, code = 'store_unavailable') => {
    now += ms
    return JSON.stringify(oneStack(described(code))).match(/"stack"/g)?.length ?? 0
  }
  expect(stacksAfter(0)).toBe(2)
  for (let count = 0; count < 5; count += 1) expect(stacksAfter(30_000)).toBe(0)
  expect(stacksAfter(0, 'slack_unreachable')).toBe(2)
  expect(stacksAfter(60_000)).toBe(2)
})

test('what is no outage keeps its stack each time', () => {
  const oneStack = createOneStack(() => 0)
  for (const fields of [described('unexpected'), { err: undefined }, { reason: 'x' }]) {
    expect([oneStack(fields), oneStack(fields)]).toEqual([fields, fields])
  }
})

test('the log has the first stack of an outage, and the message and code each time', () => {
  const lines: Record<string, unknown>[] = []
  const log = createLog({ level: 'info', destination: { write: (line: string) => void lines.push(JSON.parse(line)) } })
  for (let count = 0; count < 3; count += 1) {
    log.warn({ err: new AppError('store_unavailable', { reason: 'Redis is not connected' }) }, 'A thing failed')
  }
  expect(lines.filter((line) => JSON.stringify(line).includes('"stack"'))).toHaveLength(1)
  expect(lines.filter((line) => JSON.stringify(line).includes('Redis is not connected'))).toHaveLength(3)
})
