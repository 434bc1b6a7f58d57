import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { startErrors } from '../../src/errors/start.ts'
import { createMetrics } from '../../src/operate/metrics/metrics.ts'

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
