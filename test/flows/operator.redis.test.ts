import { expect, onTestFinished, test } from 'vitest'
import { startRedis } from '../redis-server.ts'
import { createStage } from './stage.ts'
import { until } from './until.ts'

test('while the store is gone, Ferry reports that it is not ready; afterwards it continues', async () => {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const stage = await createStage({ mode: 'http', environment: { STORE_URL: redis.url } })
  onTestFinished(stage.stop)
  const readiness = async () => (await fetch(`${stage.ferryUrl}/readyz`)).status
  const engineer = stage.person()
  await until('it to be ready', async () => (await readiness()) === 200)

  await redis.kill()
  await until('it to be not ready', async () => (await readiness()) === 503)
  expect((await fetch(`${stage.ferryUrl}/healthz`)).status).toBe(200)
  expect(await engineer.types('accounts')).toMatchObject({ acknowledged: true })
  await engineer.hears('The store is not responding')

  await redis.restart()
  await until('it to be ready again', async () => (await readiness()) === 200)
  await engineer.types('accounts')
  await engineer.hears('No cloud account is connected yet')
})
