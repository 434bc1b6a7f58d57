import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

/** A line to add, and the beginning of the line before which it goes. */
type Addition = { file: string; before: string; line: string }

/** Everything that a new option needs: its row, Huawei's field for it, and the kinds that have it. */
const additions: readonly Addition[] = [
  {
    file: 'src/migrations/fields/option-fields.ts',
    before: '  encrypts: yesOrNo',
    line: "  copiesTags: yesOrNoField({ step, label: 'Copy tags', words: 'copying tags' }),",
  },
  {
    file: 'src/providers/huawei/options.ts',
    before: '  enable_requester_pays:',
    line: "  enable_tags: option('copiesTags', yesOrNo),",
  },
  {
    file: 'src/providers/huawei/creation/takes.ts',
    before: "  'options.requesterPays'",
    line: "  'options.copiesTags': { default: false },",
  },
]
/** The simulated cloud needs the field as well. */
const simulated: Addition = {
  file: 'playground/huawei/create-request.ts',
  before: '  enable_requester_pays: z.boolean',
  line: '  enable_tags: z.boolean().default(false),',
}

const config = "export default { test: { include: ['test/migrations/new-option.follow.ts'] } }\n"

test('an option is three rows, and nothing else has to change', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'ferry-option-'))
  onTestFinished(() => rm(scratch, { recursive: true }))
  for (const part of ['src', 'playground', 'test', 'package.json']) {
    await cp(part, join(scratch, part), { recursive: true })
  }
  await symlink(resolve('node_modules'), join(scratch, 'node_modules'))
  await writeFile(join(scratch, 'vitest.config.js'), config)
  for (const addition of [...additions, simulated]) await add(addition, scratch)
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', '--outputFile=results.json']
  await promisify(execFile)(process.execPath, vitest, { cwd: scratch })
  const results = JSON.parse(await readFile(join(scratch, 'results.json'), 'utf8'))
  expect(results).toMatchObject({ numPassedTests: 2, numFailedTests: 0 })
  expect(additions).toHaveLength(3)
})

async function add({ file, before, line }: Addition, root: string): Promise<void> {
  const path = join(root, file)
  const text = await readFile(path, 'utf8')
  const at = text.indexOf(`\n${before}`)
  if (at < 0) throw new Error(`No line of ${file} begins with “${before}”`)
  await writeFile(path, `${text.slice(0, at)}\n${line}${text.slice(at)}`)
}
