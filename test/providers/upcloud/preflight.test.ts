import { describe, expect, test } from 'vitest'
import type { Spec } from '../../../src/migrations/spec/spec.ts'
import { operationsOf } from '../operations.ts'
import { notFound } from './samples.ts'
import { openConnection } from './simulated.ts'
import { keys, spec } from './specs.ts'

/** S3 endpoint of the account's simulated service. */
const ownEndpoint = 'https://0ab2f.upcloudobjects.com'
const { source, target } = spec

describe('the checks before a job is created', () => {
  test('cannot read a bucket elsewhere', async () => {
    const found = await look({})
    expect(found).toContainEqual(expect.objectContaining({ name: 'source bucket', outcome: 'unknown' }))
    expect(found.map(({ name }) => name)).not.toContain('size')
  })

  test('find a bucket of the account and its contents', async () => {
    const found = await look({ source: { ...source, endpoint: ownEndpoint, bucket: 'photos' } })
    expect(found).toContainEqual(expect.objectContaining({ name: 'source bucket', outcome: 'pass' }))
    expect(found).toContainEqual({
      name: 'size',
      outcome: 'pass',
      what: 'The whole of photos has 1,200 objects and 5,000,000,000 bytes.',
    })
  })

  test.each([
    ['source bucket', { source: { ...source, endpoint: ownEndpoint, bucket: 'fotos' } }],
    ['source objects', { source: { ...source, endpoint: ownEndpoint, bucket: 'archive' } }],
    ['target bucket', { target: { ...target, bucket: 'archief' } }],
  ] satisfies [string, Partial<Spec>][])('fail: %s', async (name, typed) => {
    const found = await look(typed)
    expect(found.filter(({ outcome }) => outcome === 'fail')).toEqual([
      { name, outcome: 'fail', what: expect.stringMatching(/\.$/), next: expect.stringMatching(/\.$/) },
    ])
  })

  test('fail if the account does not have the service', async () => {
    const { world, connection } = await openConnection()
    world.simulator.faults.add({ kind: 'status', status: 404, body: notFound })
    expect(await operationsOf(connection).preflight({ spec, keys, token: 'k3x9' }, {})).toEqual([
      expect.objectContaining({ name: 'credentials', outcome: 'fail', what: expect.stringContaining('no service') }),
    ])
  })

  test('run even if the list of services does not answer', async () => {
    const { world, connection } = await openConnection()
    for (let count = 0; count < 3; count += 1) world.breakNext('garbage', '/object-storage-2?')
    const found = await operationsOf(connection).preflight({ spec, keys, token: 'k3x9' }, {})
    expect(found?.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
      'credentials: pass',
      'source bucket: unknown',
      'target bucket: pass',
    ])
  })
})

async function look(typed: Partial<Spec>) {
  const { connection } = await openConnection({
    buckets: [{ name: 'archive' }, { name: 'photos', objects: 1_200, bytes: 5_000_000_000 }],
  })
  return (await operationsOf(connection).preflight({ spec: { ...spec, ...typed }, keys, token: 'k3x9' }, {})) ?? []
}
