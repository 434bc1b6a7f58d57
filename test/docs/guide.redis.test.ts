import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../src/async/clock.ts'
import { openStore } from '../../src/store/open.ts'
import { startRedis } from '../redis-server.ts'
import { fillStore, keyOf, readEverything } from '../terminal/stores.ts'
import { emptyFolder, runCommand } from '../terminal/terminal.ts'

const guide = readFileSync('docs/operations.md', 'utf8')
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')))

test('the commands of “Back up”, “Restore” and “Move to another store” do what these sections say', async () => {
  const redis = await startRedis()
  onTestFinished(redis.stop)
  const folder = emptyFolder()
  const url = `sqlite:${join(folder, 'data/ferry.db')}`
  const environment = {
    SLACK_BOT_TOKEN: 'xoxb-fake',
    SLACK_SIGNING_SECRET: 'fake',
    ENCRYPTION_KEYS: `k1:${keyOf(7)}`,
  }
  /** Runs the command in a section's box as it is written, but for the address of Redis. */
  const runSection = async (title: string) => {
    const ran = await runCommand(
      wordsIn(title).map((word) => word.replace('redis://127.0.0.1:6379', redis.url)),
      {
        folder,
        environment,
      },
    )
    expect(ran, title).toMatchObject({ code: 0, stderr: '' })
    return ran.stdout
  }
  await fillStore(url)
  const before = await readEverything(url)
  await runSection('Back up')
  const store = await openStore({ url, clock: systemClock, encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 7) }] })
  await store.in('T1').accounts.delete('prod')
  await store.stop()
  expect(await runSection('Restore')).toContain('T1: /migrate audit verify 4 ')
  expect((await readEverything(url)).accounts).toEqual(before.accounts)
  await runSection('Move to another store')
  expect((await readEverything(redis.url)).accounts).toEqual(before.accounts)
})

/** The arguments of Ferry in the only box of a section: `npm run NAME -- ARGUMENTS` as the scripts spell it. */
function wordsIn(title: string): string[] {
  const section = guide.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
  const [, name = '', words = ''] = /```sh\nnpm run (\w+) -- (.+)\n```/.exec(section) ?? []
  const [, own = ''] = /^node src\/start\.js (.+)$/.exec(scripts[name] ?? '') ?? []
  return `${own} ${words}`.split(' ')
}
