import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startErrors } from '../../src/errors/start.ts'
import { createMetrics } from '../../src/operate/metrics/metrics.ts'
import { storeVersion } from '../../src/store/backend.ts'

const page = readFileSync('docs/operations.md', 'utf8').replaceAll('*', '')

test.each(Object.values(startErrors).map(({ what }) => what))('the operator’s page explains “%s”', (what) => {
  const [firstWords = ''] = what.split(/[:{.]/)
  expect(page).toContain(firstWords.trim())
})

test('the operator’s page names only existing metrics', () => {
  const metrics = createMetrics({ lagMs: () => 0 }).render()
  const named = page.match(/\bferry_[a-z_]+/g) ?? []
  expect(named.filter((name) => !metrics.includes(`# TYPE ${name} `))).toEqual([])
})

test('the operator’s page says which store version this version writes, and that it reads all before', () => {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync('package.json', 'utf8')))
  const row = new RegExp(`^\\| ${version} \\| (\\d+) \\| (.+) \\|$`, 'm').exec(page)
  expect(Number(row?.[1])).toBe(storeVersion)
  const read = [...(row?.[2] ?? '').matchAll(/\d+/g)].map(([number]) => Number(number)).toSorted()
  expect(read).toEqual(Array.from({ length: storeVersion }, (_, index) => index + 1))
})
