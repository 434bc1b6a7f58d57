import { beforeEach, expect, test } from 'vitest'
import { claimRequest } from '../../src/requests/lease.ts'
import type { Store } from '../../src/store/store.ts'
import { createOffice, type Office } from './office.ts'

/* A decision takes effect at once, even if the engine is busy: nobody waits for the next tick. */

let office: Office

beforeEach(async () => {
  office = await createOffice()
})

test('a wake-up during work on the same request leads to another look afterwards', async () => {
  const answered = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const { id } = await office.ask()
  let looks = 0
  // In a distant store, the lease ends some time before the engine learns of it.
  const claim: Store['claim'] = async (name, ttlMs) => {
    const claimed = await office.store.claim(name, ttlMs)
    if (!name.startsWith('request:') || claimed === undefined) return claimed
    looks += 1
    const release = async () => {
      await claimed.release()
      released.resolve()
      await answered.promise
    }
    return { ...claimed, release }
  }
  const replica = office.open({ ...office.live(), store: { ...office.store, claim } })
  replica.requests.attend('T1', id)
  await released.promise
  await office.decide(id, {})
  for (let press = 0; press < 5; press += 1) replica.requests.attend('T1', id)
  answered.resolve()
  await office.clock.settle()
  expect((await office.request(id)).status.type).toBe('created')
  expect(looks).toBe(2)
  await office.clock.passUntil(replica.stop())
})

test('a wake-up while another replica has the request leads to a look when that replica has finished', async () => {
  const replica = office.open()
  const { id } = await office.ask()
  await office.decide(id, {})
  const elsewhere = await claimRequest(id, office.leasing)
  replica.requests.attend('T1', id)
  await office.clock.advance(3000)
  expect((await office.request(id)).status.type).toBe('approved')
  await elsewhere?.release()
  await office.clock.advance(1000)
  expect((await office.request(id)).status.type).toBe('created')
  await office.clock.passUntil(replica.stop())
})

test('Ferry does not wait for another replica when it stops', async () => {
  const replica = office.open()
  const { id } = await office.ask()
  await claimRequest(id, office.leasing)
  replica.requests.attend('T1', id)
  await office.clock.advance(3000)
  const stopped = replica.requests.stop()
  await office.clock.settle()
  await stopped
  expect(office.logged).toEqual([])
})
