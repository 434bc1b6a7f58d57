import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/async/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { createGround, environmentOf, launch } from '../flows/launch.ts'
import { until } from '../flows/until.ts'
import { anAccount } from '../store/samples.ts'
import { fillStore, keyOf, readEverything, stampVersion } from './stores.ts'
import { emptyFolder, runCommand, runInside } from './terminal.ts'

const environmentFor = (url: string, key = keyOf(7)) => ({
  SLACK_BOT_TOKEN: 'xoxb-fake',
  SLACK_APP_TOKEN: 'xapp-fake',
  ENCRYPTION_KEYS: `k1:${key}`,
  STORE_URL: url,
})

describe('npm run backup', () => {
  test('saves everything that is stored, sealed, into a file for its owner alone, while Ferry runs', async (context) => {
    const { slack, file } = await createGround(context)
    const folder = emptyFolder()
    await fillStore(`sqlite:${file}`)
    const environment = environmentOf(slack, file)
    await launch(context, environment).isReady
    const { code, stdout } = await runCommand(['backup', 'saved.ferry'], { folder, environment })
    expect(stdout).toMatch(/^Saved \d+ records of sqlite:/)
    expect(code).toBe(0)
    const saved = join(folder, 'saved.ferry')
    expect(statSync(saved).mode & 0o777).toBe(0o600)
    expect(readFileSync(saved, 'utf8')).not.toContain('hunter2')
    expect(existsSync(`${saved}.partial`)).toBe(false)
  })

  test('writes over no file, and leaves none behind that is not whole', async () => {
    const folder = emptyFolder()
    const url = `sqlite:${join(folder, 'ferry.db')}`
    await fillStore(url)
    writeFileSync(join(folder, 'there'), 'of somebody')
    const environment = environmentFor(url)
    const again = await runInside(['backup', 'there'], { folder, environment })
    expect([again.code, readFileSync(join(folder, 'there'), 'utf8')]).toEqual([1, 'of somebody'])
    expect(again.stdout).toContain('there: it is already there')
    const nowhere = await runInside(['backup', 'no/folder/file'], { folder, environment })
    expect(nowhere.stdout.replaceAll(/\s+/g, ' ')).toContain('it cannot be written (ENOENT)')
    const missing = await runInside(['backup', 'new'], {
      folder,
      environment: environmentFor(`sqlite:${join(folder, 'other.db')}`),
    })
    expect(missing.stdout).toContain('There is no store at')
    expect(existsSync(join(folder, 'new'))).toBe(false)
    expect(existsSync(join(folder, 'other.db'))).toBe(false)
  })
})

describe('npm run restore', () => {
  async function savedStore() {
    const folder = emptyFolder()
    const url = `sqlite:${join(folder, 'ferry.db')}`
    await fillStore(url)
    const environment = environmentFor(url)
    const saved = await runInside(['backup', 'saved.ferry'], { folder, environment })
    expect(saved.code).toBe(0)
    return { folder, url, environment, before: await readEverything(url) }
  }

  test('brings back what was saved, and the audit says so', async () => {
    const { folder, url, environment, before } = await savedStore()
    const store = await openStore({ url, clock: systemClock, encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 7) }] })
    await store.in('T1').accounts.delete('prod')
    await store.in('T1').accounts.set('later', anAccount('later'))
    await store.stop()
    const refused = await runInside(['restore', 'saved.ferry'], { folder, environment })
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain('The store already holds records.')
    const { code, stdout } = await runInside(['restore', 'saved.ferry', '--replace'], { folder, environment })
    expect(stdout).toMatch(/Restored \d+ records/)
    expect(code).toBe(0)
    const after = await readEverything(url)
    expect(after.accounts).toEqual(before.accounts)
    expect(after.keyUses).toEqual(before.keyUses)
    expect(after.audit.map(({ verb }) => verb)).toEqual([...before.audit.map(({ verb }) => verb), 'restore'])
    const last = after.audit.at(-1)
    expect(last).toMatchObject({ user: 'operator', door: 'ferry', outcome: 'done' })
    expect(stdout).toContain(`T1: /migrate audit verify ${last?.seq} ${last?.hash.slice(0, 16)}`)
    expect(after.identity).toEqual({ ...before.identity, generation: before.identity.generation + 10_000_000 })
  })

  test('is not undone by the write-ahead log of a Ferry that was killed', async (context) => {
    const { slack, file } = await createGround(context)
    const folder = emptyFolder()
    const environment = environmentOf(slack, file)
    await fillStore(`sqlite:${file}`)
    expect((await runInside(['backup', 'saved.ferry'], { folder, environment })).code).toBe(0)
    const before = await readEverything(`sqlite:${file}`)
    const { child, isReady } = launch(context, environment)
    await isReady
    child.kill('SIGKILL')
    await until('it to be dead', () => child.signalCode !== null)
    expect(existsSync(`${file}-wal`)).toBe(true)
    const { code } = await runCommand(['restore', 'saved.ferry', '--replace'], { folder, environment })
    expect(code).toBe(0)
    const after = await readEverything(`sqlite:${file}`)
    expect(after.audit).toHaveLength(before.audit.length + 1)
  })

  test('refuses a file that was cut short or changed, and another key, before it changes anything', async () => {
    const { folder, url, environment } = await savedStore()
    const text = readFileSync(join(folder, 'saved.ferry'), 'utf8')
    const lines = text.split('\n')
    writeFileSync(join(folder, 'short'), lines.slice(0, -2).join('\n'))
    writeFileSync(join(folder, 'changed'), text.replace('T1/accounts', 'T2/accounts'))
    writeFileSync(join(folder, 'other'), 'something else\n')
    const before = await readEverything(url)
    for (const [name, words] of [
      ['short', 'it was cut short'],
      ['changed', 'it was changed or cut short'],
      ['other', 'it is not a backup of Ferry’s'],
      ['absent', 'it cannot be opened (ENOENT)'],
    ] as const) {
      const { code, stdout } = await runInside(['restore', name, '--replace'], { folder, environment })
      expect([code, stdout.replaceAll(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(words)])
    }
    const other = environmentFor(url, keyOf(8))
    const { code, stdout } = await runInside(['restore', 'saved.ferry', '--replace'], { folder, environment: other })
    expect([code, stdout]).toEqual([1, expect.stringContaining('is not the key that sealed this store')])
    expect(await readEverything(url)).toEqual(before)
  })

  test('refuses a backup of a newer Ferry', async () => {
    const { folder, environment } = await savedStore()
    const file = join(folder, 'newer')
    copyFileSync(join(folder, 'saved.ferry'), file)
    stampVersion(file, 99)
    const { code, stdout } = await runInside(['restore', 'newer', '--replace'], { folder, environment })
    expect([code, stdout]).toEqual([1, expect.stringContaining('A newer version of Ferry wrote this store')])
  })

  test('waits for a Ferry that runs, and then names it', async (context) => {
    const { slack, file } = await createGround(context)
    const folder = emptyFolder()
    const environment = environmentOf(slack, file)
    await fillStore(`sqlite:${file}`)
    await runInside(['backup', 'saved.ferry'], { folder, environment })
    const { child, isReady } = launch(context, environment)
    await isReady
    const { code, stdout } = await runInside(['restore', 'saved.ferry', '--replace'], { folder, environment })
    expect(code).toBe(1)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`is in use by process ${child.pid}`)
  })

  test.each([[['restore']], [['restore', 'a', 'b']], [['restore', 'a', '--over']], [['copy', 'a']], [['nonsense']]])(
    '%s is answered with what it takes',
    async (words) => {
      const folder = emptyFolder()
      const { code, stdout, stderr } = await runInside(words, { folder, environment: environmentFor('memory:') })
      expect(code).toBe(1)
      expect(stdout + stderr).toMatch(/It takes|There is no command/)
    },
  )
})
