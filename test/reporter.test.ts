import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { describeMissing, findTool, missingTools, tools } from './missing.ts'
import { closingReporter } from './reporter.ts'

describe('programs that tests need', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ferry-path-'))
  const program = join(folder, 'chromium-browser')
  writeFileSync(program, '')
  chmodSync(program, 0o755)
  writeFileSync(join(folder, 'redis-server'), 'not executable')
  afterAll(() => rmSync(folder, { recursive: true }))

  test('are found in the path, under any of their names', () => {
    expect(findTool('chromium', `/nowhere:${folder}`)).toBe(program)
  })

  test('are missing if no folder has an executable one', () => {
    expect(missingTools(folder).map(({ name }) => name)).toEqual(['redis-server', 'prometheus'])
    expect(missingTools('')).toEqual(tools)
  })

  test('are listed in one line that says how to install them', () => {
    expect(describeMissing([])).toBeUndefined()
    expect(describeMissing(tools)).toBe(
      'Left out: **/*redis.*.ts and **/*promtool.test.ts and **/*browser.test.ts. ' +
        'Get redis-server and prometheus and chromium with: apt-get install redis-server prometheus chromium',
    )
  })
})

describe('the end of a run', () => {
  test('prints nothing more if nothing was left out', () => {
    expect(end({ isCi: true })).toEqual({ printed: [], hasFailed: false })
  })

  test('names what was left out, and accepts it on a developer’s machine', () => {
    expect(end({ missing: tools })).toEqual({ printed: [describeMissing(tools)], hasFailed: false })
    expect(end({ skipped: ['a test'] })).toEqual({ printed: [], hasFailed: false })
  })

  test('fails on CI if a program is missing', () => {
    expect(end({ missing: tools, isCi: true })).toEqual({ printed: [describeMissing(tools)], hasFailed: true })
  })

  test('fails on CI if a test was skipped, and names it', () => {
    expect(end({ skipped: ['a test'], isCi: true })).toEqual({
      printed: ['Skipped, which CI does not accept: "a test"'],
      hasFailed: true,
    })
  })
})

function end({
  missing = [],
  skipped = [],
  isCi = false,
}: {
  missing?: typeof tools
  skipped?: string[]
  isCi?: boolean
}) {
  const outcome: { printed: string[]; hasFailed: boolean } = { printed: [], hasFailed: false }
  const reporter = closingReporter({
    missing,
    isCi,
    print: (text) => outcome.printed.push(text),
    fail: () => {
      outcome.hasFailed = true
    },
  })
  reporter.onTestRunEnd([{ children: { allTests: () => skipped.map((fullName) => ({ fullName })) } }])
  return outcome
}
