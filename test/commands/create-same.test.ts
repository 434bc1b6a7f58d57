import { beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { sample } from '../migrations/sample.ts'
import { type Creator, createCreating } from './creator.ts'
import type { Desk } from './desk.ts'

let desk: Desk
let person: Creator

beforeEach(async () => {
  ;({ desk, person } = await createCreating(huawei))
})

const same = sample({
  source: { cloud: 'AWS', bucket: 'photos', selection: 'everything' },
  target: { bucket: 'archive' },
})
const none = '✓ No similar migration is running.'

/** The summary of a new migration from photos to archive. */
async function check(): Promise<string> {
  await person.opens()
  await person.sends({ 'source.cloud': 'AWS', 'source.key': 'photos-read', 'source.bucket': 'photos' })
  await person.sends({ 'target.key': 'archive-write', 'target.bucket': 'archive' })
  return person.lines().join('\n')
}

// Two migrations must not write the same objects.
describe('whether a similar migration runs', () => {
  test('is denied if neither Ferry knows of one nor the cloud shows one', async () => {
    desk.cloud.add({ ...same, state: 'succeeded' })
    expect(await check()).toContain(none)
  })

  test('is seen in the cloud, although Ferry does not know of it yet', async () => {
    await desk.hasListed()
    desk.cloud.add(same)
    expect(await check()).toContain('prod-hw/191297407830872 (running) moves')
  })

  test('is known to Ferry, although the list of its kind does not show it', async () => {
    await desk.hasListed({ ...same, id: '0d146099-8cf4-437d-9ff2-c4f5ec1b4bd3', kind: 'sync' })
    expect(await check()).toContain('prod-hw/0d146099-8cf4-437d-9ff2-c4f5ec1b4bd3 (running) moves')
  })

  test('is no question of the past: what the cloud shows to have ended does not count', async () => {
    await desk.hasListed(same)
    desk.cloud.add({ ...same, state: 'succeeded' })
    expect(await check()).toContain(none)
  })

  test('is seen on filtered pages in a large account, also on a later one', async () => {
    for (let index = 0; index < 150; index += 1) {
      desk.cloud.add(sample({ id: String(200_000_000_000_000 + index), source: { bucket: 'other' } }))
    }
    for (let index = 0; index < 150; index += 1) {
      desk.cloud.add(sample({ id: String(300_000_000_000_000 + index), state: 'succeeded' }))
    }
    desk.cloud.add(same)
    await desk.hasListed()
    expect(await check()).toContain('prod-hw/191297407830872 (running) moves')
    expect(desk.cloud.pages.filter(({ state }) => state === 'succeeded')).toEqual([])
  })
})

describe('nobody knows whether a similar migration runs', () => {
  test('while the account is listed for the first time', async () => {
    desk.isListing('prod-hw')
    const found = await check()
    expect(found).not.toContain(none)
    expect(found).toContain('Ferry is still listing this account.')
  })

  test('if the cloud does not show its list now', async () => {
    desk.cloud.breaks('prod-hw', 'page', { error: new AppError('provider_unreachable', { provider: 'Huawei' }) })
    const found = await check()
    expect(found).not.toContain(none)
    expect(found).toContain('Huawei is not responding.')
  })

  test('if the cloud may leave out some of its list', async () => {
    const { connect } = desk.tools
    desk.tools.connect = (account) => {
      const connection = connect(account)
      const readPage: typeof connection.readPage = async (part, options) => ({
        ...(await connection.readPage(part, options)),
        isCut: true,
      })
      return { ...connection, readPage }
    }
    const found = await check()
    expect(found).not.toContain(none)
    expect(found).toContain('the cloud may not list all of them')
  })

  test('but one that is known is named all the same', async () => {
    desk.cloud.add(same)
    desk.cloud.breaks('prod-hw', 'page', { error: new AppError('provider_unreachable', { provider: 'Huawei' }) })
    expect(await check()).toContain('prod-hw/191297407830872 (running) moves')
  })
})
