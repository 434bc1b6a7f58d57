import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { createGround, environmentOf, launch, run } from './launch.ts'
import { until } from './until.ts'

/** These tests start Ferry as `npm start` does: in its own process, with only its environment. Some only wait. */
describe('starting', { concurrent: true }, () => {
  test('without an environment prints one message that names every problem, and exits with 1', async (context) => {
    const { code, stderr } = await run(context, {})
    expect(code).toBe(1)
    expect(stderr.match(/Ferry cannot start/g)).toHaveLength(1)
    for (const name of ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'ENCRYPTION_KEYS']) {
      expect(stderr).toContain(`${name} is missing`)
    }
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  test('with a Node that is too old prints one line that says which version to get, and exits with 1', async (context) => {
    const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })"
    const { child, output } = launch(
      context,
      {},
      { nodeOptions: ['--import', `data:text/javascript,${encodeURIComponent(old)}`] },
    )
    await once(child, 'close')
    expect([child.exitCode, output.stdout]).toEqual([1, ''])
    expect(output.stderr).toMatch(
      /^Ferry needs Node 24 or later, and this is Node 20\.20\.2\. Install it from \S+, or .+\n$/,
    )
  })

  test('with wrong values names them, and repeats none that could be a secret', async (context) => {
    const wrong = {
      SLACK_BOT_TOKEN: 'not-a-token',
      SLACK_APP_TOKEN: 'xoxb-swapped',
      PORT: 'http',
      ENCRYPTION_KEYS: 'short',
    }
    const { code, stderr } = await run(context, wrong)
    expect(code).toBe(1)
    for (const name of Object.keys(wrong)) expect(stderr).toContain(name)
    for (const value of ['not-a-token', 'xoxb-swapped', 'short']) expect(stderr).not.toContain(value)
  })

  test('with a store of a newer Ferry leaves it alone, and says so in one sentence', async (context) => {
    const { slack, file } = await createGround(context)
    const database = new DatabaseSync(file)
    database.exec(`PRAGMA application_id = ${0x46_52_52_59}; PRAGMA user_version = 999; CREATE TABLE later (id)`)
    database.close()
    const { code, stderr } = await run(context, environmentOf(slack, file))
    expect(code).toBe(1)
    expect(stderr).toContain('A newer version of Ferry wrote this store (store version 999')
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  test('with a store that is locked names the lock as the reason', async (context) => {
    const { slack, file } = await createGround(context)
    const database = new DatabaseSync(file)
    database.exec('BEGIN EXCLUSIVE')
    const { code, stderr } = await run(context, environmentOf(slack, file))
    database.close()
    expect(code).toBe(1)
    expect(stderr).toContain('its file is locked by another program')
  })

  test('with a store that another Ferry uses waits ten seconds, then names the store and that process', async (context) => {
    const { slack, file } = await createGround(context)
    const first = launch(context, environmentOf(slack, file))
    await first.isReady
    const { code, stdout, stderr } = await run(context, environmentOf(slack, file))
    expect(code).toBe(1)
    expect(stdout).toContain('Waiting for the process that uses the store')
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`${file} is in use by process ${first.child.pid} on `)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  test('with a token that Slack does not know says that Slack refuses it', async (context) => {
    const { slack, file } = await createGround(context)
    const { code, stderr } = await run(context, { ...environmentOf(slack, file), SLACK_BOT_TOKEN: 'xoxb-unknown' })
    expect(code).toBe(1)
    expect(stderr).toContain('Slack refused the token in SLACK_BOT_TOKEN')
    expect(stderr).toContain('(invalid_auth)')
    expect(stderr).not.toContain('xoxb-unknown')
  })

  test.for(['SIGTERM', 'SIGINT'] as const)('and %s ends it cleanly, with exit code 0', async (signal, context) => {
    const { slack, file } = await createGround(context)
    const { child, output, isReady } = launch(context, environmentOf(slack, file))
    await isReady
    const ended = once(child, 'exit')
    child.kill(signal)
    expect(await ended).toEqual([0, null])
    expect(output.stderr).toBe('')
  })

  test('and a first signal makes it not ready at once; a second one ends it immediately', async (context) => {
    const { slack, file } = await createGround(context)
    const { child, output, isReady } = launch(context, { ...environmentOf(slack, file), SHUTDOWN_GRACE: '600' })
    await isReady
    const url = /"url":"([^"]+)".*"Ferry is ready"/.exec(output.stdout)?.[1]
    child.kill('SIGTERM')
    await until('the message that it stops', () => output.stdout.includes('"msg":"Ferry is stopping"'))
    const readiness = await fetch(`${url}/readyz`)
    expect([readiness.status, readiness.headers.get('connection')]).toEqual([503, 'close'])
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([128 + 15, null])
  })
})
