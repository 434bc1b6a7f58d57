import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { createGround, environmentOf, launch } from '../flows/launch.ts'
import { startRedis } from '../redis-server.ts'
import { emptyFolder, runCommand } from './terminal.ts'

test('where Ferry cannot be asked and shares its store, doctor says how many replicas work with that store', async (context) => {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const { slack, file } = await createGround(context)
  const environment = { ...environmentOf(slack, file), STORE_URL: redis.url }
  const ferry = () => runCommand(['doctor', '--env', '.env'], { folder: emptyFolder(), environment })
  expect((await ferry()).stdout).toMatch(/^\? +Ferry +does not run here; start it with: npm start$/m)

  const { child, isReady } = launch(context, environment)
  await isReady
  const { code, stdout } = await ferry()
  expect(stdout).toMatch(
    /^\? +Ferry +1 replica works with the store, here or on another machine; PORT is 0 and METRICS_PORT is off/m,
  )
  expect(stdout).toContain('→ Set METRICS_PORT')
  expect(stdout).not.toContain('does not run')
  expect(code).toBe(0)

  child.kill('SIGTERM')
  await once(child, 'close')
  expect((await ferry()).stdout).toMatch(/^\? +Ferry +does not run here/m)
})
