import { beforeEach, describe, expect, test } from 'vitest'
import { newRequest } from '../../src/approvals/request.ts'
import { aSpec } from '../approvals/samples.ts'
import { sample } from '../migrations/sample.ts'
import { createDesk, type Desk } from './desk.ts'

const unconfirmed =
  'You requested encryption at the destination, but the cloud does not confirm it. Check the objects in the bucket.'
const id = '191297407830872'
let desk: Desk

beforeEach(async () => {
  desk = await createDesk()
  await desk.addAccount('prod-hw')
})

describe('a migration for which encryption was requested', () => {
  beforeEach(() => ask({ encrypts: true }))

  test.each([
    [undefined, true],
    [true, false],
  ])('is reported as unconfirmed unless the cloud confirms it: %s', async (encrypts, isDoubtful) => {
    desk.cloud.add(sample({ id, copying: encrypts === undefined ? {} : { encrypts } }))
    expect((await desk.reads(`status ${id}`)).join('\n').includes(unconfirmed)).toBe(isDoubtful)
  })

  test('is reported as unconfirmed to a channel that begins to watch it', async () => {
    desk.cloud.add(sample({ id }))
    await desk.types(`watch ${id}`)
    expect((await desk.tools.store.watches.list()).items).toMatchObject([{ migrationId: id, encrypts: true }])
  })
})

test('a migration for which nobody requested encryption is not reported', async () => {
  await ask({})
  desk.cloud.add(sample({ id }))
  expect((await desk.reads(`status ${id}`)).join('\n')).not.toContain('encryption')
  await desk.types(`watch ${id}`)
  expect((await desk.tools.store.watches.list()).items[0]).not.toHaveProperty('encrypts')
})

/** Stores the request that became the migration. */
async function ask(options: { encrypts?: boolean }): Promise<void> {
  const terms = { policyVersion: 1, needed: 1, allowsSelf: false, expiresAt: 2, remindAt: [] }
  const spec = { ...aSpec(), account: 'prod-hw', kind: 'task' as const, options }
  const asked = newRequest({ id: 'r-000001', token: 't', spec, checks: [], requestedBy: 'U1', requestedAt: 1, terms })
  await desk.tools.store.requests.set('r-000001', {
    request: { ...asked, status: { type: 'created', at: 1, migrationId: id } },
    posting: { channel: 'C1', createdAt: 1, outbox: [], nextSeq: 1 },
  })
}
