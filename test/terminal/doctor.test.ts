import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { freePort } from '../flows/free-port.ts'
import { createGround, environmentOf, launch } from '../flows/launch.ts'
import { emptyFolder, runCommand, runInside } from './terminal.ts'

const words = ['doctor', '--env', '.env']

describe('npm run doctor', () => {
  test('without a Ferry makes the checks of a start, and exits with 0 if all is well', async (context) => {
    const { slack, file } = await createGround(context)
    const folder = emptyFolder()
    const { code, stdout, stderr } = await runCommand(words, { folder, environment: environmentOf(slack, file) })
    expect([code, stderr]).toEqual([0, ''])
    for (const line of [
      /^ok +Environment +complete: Socket Mode, one workspace$/m,
      /^ok +Slack token +accepted, with all \d+ scopes$/m,
      /^ok +Clock +\d s from Slack’s$/m,
      /^ok +Port +127\.0\.0\.1:0 is free$/m,
      new RegExp(`^ok +Store +${file}, id [0-9a-f-]{36}$`, 'm'),
      /^ok +Keys +k1 seals and opens$/m,
      /^\? +Ferry +does not run here; start it with: npm start$/m,
      /^All is well\.$/m,
    ]) {
      expect(stdout).toMatch(line)
    }
    // What it opened can be opened at once by a start.
    const started = launch(context, environmentOf(slack, file))
    await started.isReady
  })

  test('names everything that is wrong before Slack is reachable, with what to do, and exits with 1', async (context) => {
    const { slack, file } = await createGround(context)
    const folder = emptyFolder()
    writeFileSync(join(folder, '.env'), 'SHUTDOWN_GRACE=1\n')
    chmodSync(join(folder, '.env'), 0o644)
    writeFileSync(file, 'x'.repeat(9999))
    const away = `http://127.0.0.1:${await freePort()}/api/`
    const environment = { ...environmentOf(slack, file), SLACK_API_URL: away }
    const { code, stdout } = await runCommand(words, { folder, environment })
    expect(code).toBe(1)
    expect(stdout).toContain('→ chmod 600 .env')
    expect(stdout).toMatch(/^BAD Slack +Ferry can’t reach Slack at http/m)
    expect(stdout).toMatch(/^BAD Store +Ferry can’t use the store .+ not a database/m)
    expect(stdout).toMatch(/^3 things need you\.$/m)
  })

  test('names what is wrong with the environment', async () => {
    const { code, stdout } = await runInside(words, { folder: emptyFolder() })
    expect(code).toBe(1)
    expect(stdout).toMatch(/^BAD Environment +SLACK_BOT_TOKEN is missing/m)
    expect(stdout).toMatch(/^3 things need you\.$/m)
  })

  test('asks a Ferry that runs, and tells what it finds', async (context) => {
    const { slack, file } = await createGround(context)
    const environment = { ...environmentOf(slack, file), METRICS_PORT: String(await freePort()) }
    await launch(context, environment).isReady
    const { code, stdout } = await runCommand(words, { folder: emptyFolder(), environment })
    expect(stdout).toMatch(/^ok +From Slack +Socket Mode, connected$/m)
    expect(stdout).toMatch(/^ok +Leader +this replica leads T0/m)
    expect(stdout).toMatch(/^\? +Accounts +none is connected/m)
    expect(stdout).toContain('All is well.')
    expect(code).toBe(0)
  })

  test('without metrics says only that a Ferry runs, and does not call its store and port trouble', async (context) => {
    const { slack, file } = await createGround(context)
    const environment = { ...environmentOf(slack, file), PORT: String(await freePort()) }
    await launch(context, environment).isReady
    const { code, stdout } = await runInside(words, { folder: emptyFolder(), environment })
    expect(stdout).toMatch(/^\? +Ferry +runs; METRICS_PORT is off/m)
    expect(stdout).toMatch(/^\? +Store +in use by the Ferry that runs/m)
    expect(code).toBe(0)
  })

  test('does not say that Ferry does not run while a process that cannot be asked has its store', async (context) => {
    const { slack, file } = await createGround(context)
    const environment = environmentOf(slack, file)
    const { child, isReady } = launch(context, environment)
    await isReady
    const { code, stdout } = await runInside(words, { folder: emptyFolder(), environment })
    expect(stdout).toMatch(new RegExp(`^\\? +Store +in use by process ${child.pid} on `, 'm'))
    expect(stdout).toMatch(/^\? +Ferry +probably runs as that process/m)
    expect(stdout).toContain('→ Set METRICS_PORT')
    expect(stdout).not.toContain('does not run')
    expect(code).toBe(0)
  })

  test('says that no Ferry answers at the port while another process has the store', async (context) => {
    const { slack, file } = await createGround(context)
    const environment = environmentOf(slack, file)
    await launch(context, environment).isReady
    const elsewhere = { ...environment, PORT: String(await freePort()) }
    const { code, stdout } = await runInside(words, { folder: emptyFolder(), environment: elsewhere })
    expect(stdout).toMatch(/^BAD Store +The store .+ is in use by process/m)
    expect(stdout).toMatch(new RegExp(`^\\? +Ferry +does not answer at 127\\.0\\.0\\.1:${elsewhere.PORT}`, 'm'))
    expect(stdout).not.toContain('does not run')
    expect(code).toBe(1)
  })
})
