import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { account, base, buckets, jobs, service, startCloud } from './cloud.ts'

const namesSchema = z.array(z.object({ name: z.string() }))

describe('services', () => {
  const services = Array.from({ length: 12 }, (_, index) => ({
    uuid: `00000000-0000-4000-a000-0000000000${10 + index}`,
    name: `service-${10 + index}`,
    region: index % 2 ? 'europe-2' : 'apac-1',
    createdAt: index,
  }))

  async function startMany() {
    const { call } = await startCloud({ accounts: [{ ...account, services }] })
    return async (query = '') => {
      const { body } = await call('GET', `${base}${query}`)
      return namesSchema.parse(body).map(({ name }) => Number(name.slice(-2)))
    }
  }

  test('come as a plain array of ten, newest first, without a sign of the rest', async () => {
    const list = await startMany()
    expect(await list()).toEqual([21, 20, 19, 18, 17, 16, 15, 14, 13, 12])
    expect(await list('?limit=100')).toHaveLength(12)
    expect(await list('?limit=0')).toEqual([])
    expect(await list('?limit=5&offset=10')).toEqual([11, 10])
  })

  test('can be sorted in both directions', async () => {
    const list = await startMany()
    expect(await list('?sort=created_at&limit=2')).toEqual([10, 11])
    expect(await list('?sort=-service_name&limit=2')).toEqual([21, 20])
    expect(await list('?sort=region_name&limit=2')).toEqual([10, 12])
  })

  test.each([
    ['limit', '101'],
    ['limit', '-1'],
    ['offset', 'x'],
    ['sort', 'name'],
  ])('refuse %s=%s', async (name, value) => {
    const { call } = await startCloud()
    expect(await call('GET', `${base}?${name}=${value}`)).toMatchObject({
      status: 400,
      body: { title: 'Validation error.', invalid_params: [{ name: expect.stringContaining(name) }] },
    })
  })

  test('can be read one by one, with their users, state and times to the microsecond', async () => {
    const { call } = await startCloud()
    const { body } = await call('GET', `${base}/${service}`)
    expect(body).toMatchObject({
      ...{ uuid: service, region: 'europe-1', operational_state: 'running', users: [] },
      ...{ created_at: '2026-01-05T02:00:00.000000Z', usage: { total_objects: 10, total_size_bytes: 1_000 } },
    })
    expect((await call('GET', base)).body).not.toHaveProperty('0.users')
  })
})

test('regions have a primary zone among their zones', async () => {
  const { call } = await startCloud()
  expect((await call('GET', `${base}/regions`)).body).toHaveLength(3)
  expect((await call('GET', `${base}/regions/europe-1`)).body).toMatchObject({
    ...{ name: 'europe-1', primary_zone: 'fi-hel2' },
  })
  expect(await call('GET', `${base}/regions/mars-1`)).toMatchObject({ status: 404 })
})

describe('buckets', () => {
  test('can be created once', async () => {
    const { call } = await startCloud()
    const row = { deleted: false, name: 'vault', total_objects: 0, total_size_bytes: 0 }
    expect(await call('POST', buckets, { body: { name: 'vault' } })).toMatchObject({ status: 201, body: row })
    expect(await call('POST', buckets, { body: { name: 'vault' } })).toMatchObject({ status: 409 })
    expect(await call('POST', buckets, { body: { name: 'no spaces' } })).toMatchObject({ status: 400 })
    expect((await call('GET', `${buckets}?offset=1`)).body).toEqual([row])
  })

  test('stay in the list for minutes after their deletion', async () => {
    const { call, clock } = await startCloud()
    expect(await call('DELETE', `${buckets}/archive`)).toMatchObject({ status: 204, body: undefined })
    clock.jump(3 * 60_000)
    expect((await call('GET', buckets)).body).toMatchObject([{ name: 'archive', deleted: true }])
    clock.jump(60_000)
    expect((await call('GET', buckets)).body).toEqual([])
    expect(await call('DELETE', `${buckets}/archive`)).toMatchObject({ status: 404 })
  })

  test('contain what jobs have copied so far', async () => {
    const { call, simulator, clock } = await startCloud()
    const uuid = simulator.addJob(service, { bytes: 4_000, objects: 40, skippedObjects: 20, fractionDone: 0.5 })
    expect((await call('GET', buckets)).body).toMatchObject([{ total_objects: 20, total_size_bytes: 2_000 }])
    clock.jump(60_000)
    expect((await call('GET', `${jobs}/${uuid}`)).body).toMatchObject({ state: 'completed' })
    expect((await call('GET', buckets)).body).toMatchObject([{ total_objects: 30, total_size_bytes: 3_000 }])
    expect((await call('GET', `${base}/${service}`)).body).toMatchObject({ usage: { total_size_bytes: 3_000 } })
  })
})
