import { describe, expect, test } from 'vitest'
import type { Behaviour } from '../../../playground/huawei/simulator.ts'
import type { Spec } from '../../../src/migrations/spec/spec.ts'
import type { SpecKeys } from '../../../src/providers/provider.ts'
import { failure } from '../cloud.ts'
import { operationsOf } from '../operations.ts'
import { projectId } from './open-account.ts'
import { openConnection } from './simulated.ts'
import { groupSpec, keys, spec, syncSpec } from './specs.ts'

/* Huawei documents OMS twice. It is unknown which document the service follows, and how it treats other fields. */

const editions = ['both', 'reference', 'sdk'] as const
const manners = ['ignored', 'refused'] as const
const readings = editions.flatMap((contract) => manners.map((unknownFields) => ({ contract, unknownFields })))
const encrypting = { options: { encrypts: true } }
const azure: Spec = { ...groupSpec, source: { ...spec.source, cloud: 'Azure' } }
const byString: SpecKeys = { ...keys, source: { connectionString: 'AccountName=example;AccountKey=exampleKey' } }

describe.each(readings)('an OMS with the fields of $contract, where others are $unknownFields', (reading) => {
  test.each([spec, groupSpec, syncSpec])('creates a $kind', async (wanted) => {
    const { create } = await open(reading)
    expect(await create(wanted)).toMatchObject({ state: expect.stringMatching(/queued|running/) })
  })
})

test.each([
  ['both', true],
  ['reference', true],
  ['sdk', undefined],
] as const)('only confirmed encryption counts as encryption: %s', async (contract, encrypts) => {
  const { create } = await open({ contract })
  for (const wanted of [spec, groupSpec, syncSpec]) {
    expect((await create({ ...wanted, ...encrypting }))?.copying?.encrypts).toBe(encrypts)
  }
})

test('a task that cannot be encrypted is not created silently without encryption', async () => {
  const { create, world } = await open({ contract: 'sdk', unknownFields: 'refused' })
  for (const wanted of [spec, groupSpec, syncSpec]) {
    const refusal = await failure(create({ ...wanted, ...encrypting }))
    expect(refusal).toMatchObject({
      code: 'provider_refused',
      details: { detail: expect.stringContaining('enable_kms') },
    })
  }
  for (const kind of ['task', 'group', 'sync'] as const) expect(world.idsOf(kind)).toEqual([])
})

test.each(['both', 'sdk'] as const)(
  'a group opens Azure with a connection string, and can start again with one: %s',
  async (contract) => {
    const { connection, create, world } = await open({ contract })
    const group = await create(azure, byString)
    expect(group).toMatchObject({ kind: 'group', source: { cloud: 'Azure' } })
    const id = world.simulator.addGroup(projectId, { status: 3, cloudType: 'Azure' })
    await operationsOf(connection).start(
      { kind: 'group', id, source: byString.source ?? {}, destination: keys.target },
      {},
    )
    expect(await connection.show({ kind: 'group', id }, {})).toMatchObject({ state: 'running' })
  },
)

test.each(manners)(
  'an OMS that follows the reference refuses a group with a connection string, and creates nothing: %s',
  async (unknownFields) => {
    const { create, world } = await open({ contract: 'reference', unknownFields })
    expect((await failure(create(azure, byString))).code).toBe('provider_refused')
    expect(world.idsOf('group')).toEqual([])
  },
)

async function open(behaviour: Partial<Behaviour>) {
  const { world, connection } = await openConnection(behaviour)
  return {
    world,
    connection,
    async create(wanted: Spec, secrets: SpecKeys = keys) {
      const made = await operationsOf(connection).create({ spec: wanted, keys: secrets, token: 'k3x9' }, {})
      return connection.show({ kind: wanted.kind, id: made?.id ?? '' }, {})
    },
  }
}
