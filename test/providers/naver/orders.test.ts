import fc from 'fast-check'
import { expect, test } from 'vitest'
import { operationsOf } from '../operations.ts'
import { account, openConnection } from './simulated.ts'
import { anyOrder } from './specs.ts'

test('NAVER has exactly what was ordered, and has started it', async () => {
  const { world, connection } = await openConnection()
  await fc.assert(
    fc.asyncProperty(anyOrder, async (order) => {
      const id = (await operationsOf(connection).create(order, {}))?.id ?? ''
      const { name, source, target } = order.spec
      expect(world.simulator.jobs(account).find(({ title }) => title === id)).toMatchObject({
        title: `${name}-ferry-${order.token}`,
        sourceCspType: source.cloud,
        sourceRegionName: source.region,
        sourceBucketName: source.bucket,
        sourcePrefix: source.names?.[0] ?? '',
        targetBucketName: target.bucket,
        targetPrefix: target.prefix ?? '',
        targetRegionName: 'KR',
        jobState: 'STARTED',
      })
      expect(await connection.show({ kind: 'policy', id }, {})).toMatchObject({
        source: { cloud: source.cloud, region: source.region, bucket: source.bucket },
        target: { bucket: target.bucket },
      })
    }),
    { numRuns: 40 },
  )
})
