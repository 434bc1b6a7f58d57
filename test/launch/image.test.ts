import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeBundle } from '../../build/bundle.ts'
import { freePort } from '../flows/free-port.ts'
import { createGround, environmentOf, launch } from '../flows/launch.ts'

/** A folder with what the last stage of the Dockerfile copies, in place of an image: building one needs a Docker daemon. */
async function createImage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  expect(await makeBundle()).toBe('made')
  const lastStage =
    readFileSync('Dockerfile', 'utf8')
      .split(/^FROM /m)
      .at(-1) ?? ''
  for (const [, words = ''] of lastStage.matchAll(/^COPY (.+)$/gm)) {
    const [target = '', ...sources] = words.replace('--from=build /app/', '').split(' ').toReversed()
    const isFolder = target.endsWith('/')
    for (const source of sources) cpSync(source, join(folder, target, isFolder ? source : ''), { recursive: true })
  }
  return folder
}

test('what the image consists of starts Ferry, which knows its version and tells the health check how it is', async () => {
  const folder = await createImage()
  const { slack, file } = await createGround({ onTestFinished })
  const place = { HOST: '127.0.0.2', PORT: String(await freePort()) }
  const environment = { ...environmentOf(slack, file), ...place, METRICS_PORT: place.PORT }
  const ferry = launch({ onTestFinished }, environment, { program: join(folder, 'src/start.js') })
  await ferry.isReady
  const metrics = await fetch(`http://${place.HOST}:${place.PORT}/metrics`)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(await metrics.text()).toContain(`ferry_build_info{version="${version}"`)
  expect(await healthOf(folder, place)).toBe(0)
  expect(await healthOf(folder, { ...place, HOST: '127.0.0.3' })).toBe(1)
  ferry.child.kill('SIGTERM')
  await once(ferry.child, 'exit')
  expect(ferry.output.stderr).toBe('')
  expect(await healthOf(folder, place)).toBe(1)
})

test.each([
  ['127.0.0.1', {}],
  ['0.0.0.0', { HOST: '0.0.0.0' }],
  ['::', { HOST: '::' }],
  ['::1', { HOST: '::1' }],
])('the health check asks where Ferry listens: %s', async (host, environment) => {
  const server = createServer((request, answer) => void answer.writeHead(request.url === '/healthz' ? 200 : 404).end())
  onTestFinished(() => void server.close())
  await once(server.listen(0, host), 'listening')
  const address = server.address()
  const PORT = String(typeof address === 'object' ? address?.port : '')
  expect(await healthOf('.', { ...environment, PORT })).toBe(0)
})

async function healthOf(folder: string, environment: Record<string, string>): Promise<number | null> {
  const child = spawn(process.execPath, [join(folder, 'src/launch/healthy.js')], { env: environment, stdio: 'inherit' })
  await once(child, 'exit')
  return child.exitCode
}
