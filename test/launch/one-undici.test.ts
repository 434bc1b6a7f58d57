import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createGround, environmentOf, launch } from '../flows/launch.ts'

/** Has a process print which of Node's own modules it has loaded, when it ends. */
const report = "process.on('exit', () => process.stderr.write(JSON.stringify(process.moduleLoadList)))"

test('Ferry talks to Slack with the Undici that it brings: Node’s own, a sixth of a start, is never loaded', async (context) => {
  const { slack, file } = await createGround(context)
  const nodeOptions = ['--import', `data:text/javascript,${encodeURIComponent(report)}`]
  const ferry = launch(context, environmentOf(slack, file), { nodeOptions })
  await ferry.isReady
  ferry.child.kill('SIGTERM')
  await once(ferry.child, 'close')
  const loaded: unknown = JSON.parse(ferry.output.stderr)
  expect(loaded).toContain('NativeModule http')
  expect(loaded).not.toContain('NativeModule internal/deps/undici/undici')
})
