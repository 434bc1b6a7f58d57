import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { readable } from '../views/readable.ts'
import { type Checkable, type Creator, createCreating, failing, passed } from './creator.ts'
import { type Desk, shownIn } from './desk.ts'

let desk: Desk
let found: Checkable
let person: Creator
/** Delays of the cloud for the next checks before a migration, in milliseconds. */
let slownessMs: number[]

beforeEach(async () => {
  ;({ desk, found, person } = await createCreating(huawei))
  slownessMs = []
  desk.cloud.looks(async (order) => {
    found.orders.push(order)
    await desk.clock.sleep(slownessMs.shift() ?? 0)
    return found.checks
  })
  const policy = { version: 1, needed: 0, allowsSelf: false, expiresAfterMs: 1, remindAfterMs: [], stricter: [] }
  await desk.tools.store.policies.set('000001', { ...policy, changedAt: 1 })
  await person.opens('create AWS/photos → archive --source photos-read --target archive-write')
  // By now the checks are too old to be sent.
  await desk.clock.advance(900_000)
})

const requests = async () => (await desk.tools.store.requests.list()).items.map(({ request }) => request)
const begins = () => desk.begins(person.command(), { answers: {} })

async function heard(sent: ReturnType<Desk['begins']>): Promise<string> {
  return readable(shownIn((await desk.clock.passUntil(sent)).reply)).join('\n')
}

// No approval is needed here, so a second request is a second migration: it costs twice and writes to the same place.
describe('a form that is sent again while Ferry checks a slow cloud', () => {
  test('becomes one request, and the second answer leads to it', async () => {
    slownessMs.push(90_000, 90_000)
    const first = begins()
    await desk.clock.advance(61_000)
    const second = begins()
    expect(await heard(first)).toContain('it is being created')
    const said = await heard(second)
    const [request, ...others] = await requests()
    expect(others).toEqual([])
    expect(said).toContain(`This was already requested as \`${request?.id}\`. Nothing was done twice.`)
    expect(said).toContain('See the request')
  })

  test('is answered with the name of what is being requested', async () => {
    slownessMs.push(30_000)
    const first = begins()
    await desk.clock.settle()
    const second = await desk.types(person.command(), { answers: {} })
    expect(second.code).toBe('asked_twice')
    expect(readable(shownIn(second.reply)).slice(0, 2)).toEqual([
      ':warning: Ferry is already working on your request for `photos → archive`.',
      'Wait for its answer. Nothing is done twice.',
    ])
    expect(await heard(first)).toContain('it is being created')
  })

  test('becomes one request even if both checks end at the same moment', async () => {
    slownessMs.push(90_000, 29_000)
    const first = begins()
    await desk.clock.advance(61_000)
    const said = await Promise.all([first, begins()].map(heard))
    expect(await requests()).toHaveLength(1)
    expect(said.filter((one) => one.includes('it is being created'))).toHaveLength(1)
  })

  test('stays sent, whatever the second check finds', async () => {
    slownessMs.push(90_000, 90_000)
    const first = begins()
    await desk.clock.advance(61_000)
    const second = begins()
    await heard(first)
    found.checks = [failing]
    expect(await heard(second)).toContain('There is no bucket archive')
    found.checks = [passed]
    expect(await heard(begins())).toContain('This was already requested')
    expect((await person.opens()).join('\n')).toContain('Step 1 of 3')
  })
})

test('a form that could not be marked as sent still becomes one request when it is sent again', async () => {
  const { store } = desk.tools
  const { drafts } = store
  const full = () => Promise.reject(new AppError('store_unavailable', { reason: 'it is full' }))
  const isSent = ({ request }: { request?: string }) => request !== undefined
  desk.tools.store = {
    ...store,
    drafts: { ...drafts, set: (key, one) => (isSent(one) ? full() : drafts.set(key, one)) },
  }
  await heard(begins())
  desk.tools.store = store
  expect(await heard(begins())).toContain('This was already requested')
  expect(await requests()).toHaveLength(1)
})
