import { describe, expect, test } from 'vitest'
import { naver } from '../../../src/providers/naver/index.ts'
import { failure } from '../cloud.ts'
import { operationsOf } from '../operations.ts'
import { callsOf, openAccount, refusal } from './open-account.ts'
import { documentedPolicy } from './samples.ts'

const target = { kind: 'policy', id: 'migrationpolicy' } as const

test('checking the account is one small signed call', async () => {
  const { connection, server } = await openAccount(() => ({ body: { jobList: [], num: 0 } }))
  await connection.check({})
  expect(callsOf(server)).toEqual(['GET /policies'])
  expect(server.received[0]?.query.toString()).toBe('limit=1')
})

describe('showing a policy', () => {
  test('returns it', async () => {
    const { connection, server } = await openAccount(() => ({ body: documentedPolicy }))
    expect(await connection.show(target, {})).toMatchObject({ account: 'prod-ncp', state: 'paused' })
    expect(callsOf(server)).toEqual(['GET /policy/migrationpolicy'])
  })

  test('recognizes a 404 by NAVER as a missing policy', async () => {
    const { connection } = await openAccount(() => refusal('300', 404))
    expect(await connection.show(target, {})).toBeUndefined()
  })

  // A wrong endpoint must not make every watched migration look deleted.
  test('does not take the 404 of a proxy for a missing policy', async () => {
    const { connection } = await openAccount(() => ({ status: 404, body: '' }))
    expect((await failure(connection.show(target, {}))).code).toBe('provider_refused')
  })

  test.each([
    ['a task', { kind: 'task', id: 'migrationpolicy' }],
    ['the list', { kind: 'policy', id: '..' }],
    ['nothing', { kind: 'policy', id: '' }],
    ['a very long text', { kind: 'policy', id: 'x'.repeat(101) }],
  ] as const)('makes no call for an id that cannot be a policy’s: %s', async (_, strange) => {
    const { connection, server } = await openAccount(() => ({ body: documentedPolicy }))
    expect(await connection.show(strange, {})).toBeUndefined()
    const pause = connection.operation('pause', strange.kind)
    if (pause !== undefined) expect((await failure(pause(strange, {}))).code).toBe('migration_not_found')
    expect(server.received).toEqual([])
  })

  test('fails if the response is a list', async () => {
    const { connection } = await openAccount(() => ({ body: '[]' }))
    expect((await failure(connection.show(target, {}))).code).toBe('provider_nonsense')
  })
})

describe('an action', () => {
  test.each([
    ['pause', 'POST /policy/migrationpolicy/pause'],
    ['start', 'POST /policy/migrationpolicy/start'],
    ['delete', 'DELETE /policy/migrationpolicy'],
  ] as const)('to %s is one call without a body', async (action, call) => {
    const { connection, server } = await openAccount(() => ({ body: documentedPolicy }))
    await operationsOf(connection)[action](target, {})
    expect(callsOf(server)).toEqual([call])
    expect(server.received[0]?.body).toBe('')
  })

  test.each([['{}'], [''], ['[]']])('does not depend on the response: %s', async (body) => {
    const { connection } = await openAccount(() => ({ body }))
    await expect(operationsOf(connection).start(target, {})).resolves.toBeUndefined()
  })

  test('to delete succeeds if the policy is already gone', async () => {
    const { connection } = await openAccount(() => refusal('300', 404))
    await expect(operationsOf(connection).delete(target, {})).resolves.toBeUndefined()
    expect((await failure(operationsOf(connection).start(target, {}))).details.code).toBe('NAVER.300')
  })
})

test.each([
  ['migrationpolicy', true],
  ['nightly.copy-1_a', true],
  ['야간-복사', true],
  ['x'.repeat(100), true],
  ['x'.repeat(101), false],
  ['two words', false],
  ['', false],
  // Ids of other clouds.
  ['191297407830872', false],
  ['0ab2f83f-03f3-4c48-9a38-0a3e89c6d024', false],
])('%j is a full id: %s', (text, isWhole) => {
  expect(naver.isWholeId(text)).toBe(isWhole)
})
