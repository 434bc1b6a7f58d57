import { beforeEach, expect, test } from 'vitest'
import type { AuditTrail, WorkspaceStore } from '../../src/store/store.ts'
import { hourMs } from '../approvals/samples.ts'
import { failureOf, type Outcome } from '../fake-cloud/creating.ts'
import { shown } from '../send/post-office.ts'
import { createOffice, type Office } from './office.ts'

/* A call that arrives after Ferry stopped waiting creates a second migration. Ferry then tells people. */

let office: Office
let replica: ReturnType<Office['open']>

beforeEach(async () => {
  office = await createOffice()
  replica = office.open()
})

const minuteMs = 60_000

async function approve(...outcomes: Outcome[]): Promise<string> {
  office.cloud.outcomes.push(...outcomes)
  const { id } = await office.ask()
  await office.decide(id, {})
  return id
}

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minuteMs / 2) {
    await office.clock.passUntil(replica.requests.tend())
    await office.clock.advance(minuteMs / 2)
  }
}

const calls = (method: 'create' | 'findCreated') =>
  office.cloud.calls.filter((call) => call === `${method} prod-hw`).length
const warnings = () => shown(office.slack).filter((line) => line.includes('Created twice'))

test('a creation without an answer is looked for repeatedly, and repeated only when the first call cannot arrive any more', async () => {
  const id = await approve('lost before')
  await pass(4.5 * minuteMs)
  expect(calls('create')).toBe(1)
  expect(calls('findCreated')).toBeGreaterThanOrEqual(4)
  const card = (await office.workspace.requests.get(id))?.posting.card
  expect(JSON.stringify(card)).toMatch(
    /Being created.*answer was lost.*every minute.*never get two.*five minutes.*requests look r-/,
  )
  await pass(minuteMs)
  expect(calls('create')).toBe(2)
  expect((await office.request(id)).status.type).toBe('created')
})

test('a migration that arrives late is found, and stays the only one', async () => {
  const id = await approve('late')
  await pass(6 * minuteMs)
  expect((await office.request(id)).status).toMatchObject({ type: 'created', migrationId: '1912' })
  expect(calls('create')).toBe(1)
})

test('a creation that the cloud refused temporarily is repeated at once', async () => {
  await approve('throttled')
  await pass(minuteMs)
  expect(calls('create')).toBe(2)
})

// Another replica may have looked for it meanwhile without a result.
test('an attempt that was delayed before it was sent is not sent any more', async () => {
  const { store } = office
  let heldUpMs = minuteMs
  const slowly = (workspace: string): WorkspaceStore => {
    const inner = store.in(workspace)
    const append: AuditTrail['append'] = async (event) => {
      await office.clock.sleep(heldUpMs)
      heldUpMs = 0
      return inner.audit.append(event)
    }
    return { ...inner, audit: { ...inner.audit, append } }
  }
  replica = office.open({ ...office.live(), store: { ...store, in: slowly } })
  const id = await approve()
  await office.clock.passUntil(replica.requests.tend())
  expect(calls('create')).toBe(0)
  expect((await office.audit()).map(({ outcome, code }) => [outcome, code])).toEqual([
    ['begun', undefined],
    ['refused', 'store_unavailable'],
  ])
  await pass(minuteMs)
  expect(calls('create')).toBe(1)
  expect((await office.request(id)).status.type).toBe('created')
})

test('a second migration is announced in the channel once, with both to look at, and recorded in the audit', async () => {
  const id = await approve('very late')
  await pass(40 * minuteMs)
  expect(office.cloud.made).toHaveLength(2)
  expect((await office.request(id)).status).toMatchObject({ migrationId: '1913', secondId: '1912' })
  expect(warnings()).toEqual([expect.stringMatching(/^>> .*prod-hw\/1913.*prod-hw\/1912.*<@U0ASKER>, <@U0LEAD>/s)])
  const entries = (await office.audit()).filter(({ detail }) => detail?.includes('a second time prod-hw/1912'))
  expect(entries).toMatchObject([{ verb: 'create', outcome: 'done', subject: id }])
  await pass(2 * hourMs)
  expect(warnings()).toHaveLength(1)
})

test('a creation with one attempt is not looked for again, and one with two attempts is looked for once', async () => {
  await approve('created')
  await pass(40 * minuteMs)
  expect(calls('findCreated')).toBe(0)
  await approve('throttled')
  await pass(40 * minuteMs)
  expect(calls('findCreated')).toBe(2)
  expect(warnings()).toEqual([])
})

test('while looking is impossible, Ferry looks later, but not forever', async () => {
  const id = await approve('very late')
  await pass(10 * minuteMs)
  office.cloud.breaks('prod-hw', 'findCreated', { error: failureOf('unreachable') })
  await pass(hourMs)
  office.cloud.mends()
  await pass(15 * minuteMs)
  expect(warnings()).toHaveLength(1)
  expect((await office.request(id)).status).not.toHaveProperty('lookAgainAt')
})
