import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { State } from '../../playground/slack/protocol.ts'
import { actsIn } from '../acts.ts'
import { until } from '../flows/until.ts'

const main = new URL('../../playground/main.ts', import.meta.url).pathname
/** Compiled code, so that the second start takes half the time. */
const compiledCode = new URL('../../node_modules/.cache/playground', import.meta.url).pathname

describe.each([
  { way: 'Socket Mode', options: [] },
  { way: 'signed HTTP', options: ['--http'] },
])('the playground over $way', ({ options }) => {
  let playground: Playground
  beforeAll(async () => {
    playground = await startPlayground(options)
  })
  afterAll(() => playground.stop())

  test('opens with a workspace in which migrations are watched, and Ferry answers', async () => {
    const { state, act } = playground
    const opened = await state()
    expect(opened.team.name).toBe('Playground')
    expect(opened.channels.map(({ name }) => name)).toEqual(expect.arrayContaining(['data-moves', 'general']))
    await untilWatching(state)
    await act('command', { user: 'U0ENGINEER', channel: 'C0MOVES', text: '/migrate status 1912…' })
    await until('the card', async () => (await textIn(state)).includes('as of'))
  })

  test('has panels that move time and break the cloud, and a reset', async () => {
    const { state, url } = playground
    await untilWatching(state)
    const { panels } = await state()
    expect(panels.map(({ title }) => title)).toEqual(['Simulated time', 'Simulated clouds', 'Try'])
    const press = async (path: string) => (await fetch(url + path, { method: 'POST' })).status
    for (const { path } of panels.flatMap(({ buttons }) => buttons)) expect(await press(path)).toBe(200)
    expect(await press('/control/clouds/scene/nonsense')).toBe(404)
    expect((await state()).panels[0]?.status).toBe('100 times as fast')
    await press('/control/clouds/scene/speed/1')
    await press('/control/clouds/scene/fail')
    await until('a failure to be announced', async () => (await textIn(state)).includes('*Failed: '))
    await press('/control/reset')
    const fresh = await state()
    expect(fresh.messages).toEqual([])
    expect(fresh.panels[0]?.status).toBe('real time')
  })
})

type Playground = Awaited<ReturnType<typeof startPlayground>>

async function startPlayground(options: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-playground-'))
  const flags = ['--disable-warning=ExperimentalWarning', main, '--port', '0', ...options]
  const env = { ...process.env, NODE_COMPILE_CACHE: compiledCode }
  const child = spawn(process.execPath, flags, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  const url = await until(
    'the address',
    () => /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0],
    () => printed,
  )
  return {
    url,
    async state(): Promise<State> {
      const state: State = await (await fetch(`${url}/control/state?user=U0ENGINEER`)).json()
      return state
    },
    act: actsIn({ url }),
    async stop(): Promise<void> {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      expect(await ended).toEqual([0, null])
      rmSync(folder, { recursive: true })
    },
  }
}

/** Waits until both live cards exist, which is the end of the opening scene. */
async function untilWatching(state: () => Promise<State>): Promise<void> {
  await until('the two live cards', async () => (await textIn(state)).match(/last change/g)?.length === 2)
}

/** All text in #data-moves. */
async function textIn(state: () => Promise<State>): Promise<string> {
  const { messages } = await state()
  return JSON.stringify(messages.filter(({ channel }) => channel === 'C0MOVES'))
}
