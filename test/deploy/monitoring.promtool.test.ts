import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { createMetrics } from '../../src/operate/metrics/metrics.ts'
import { findTool } from '../missing.ts'

const folder = 'deploy/monitoring'
const promtool = (...words: string[]) => execFileSync(findTool('prometheus') ?? 'promtool', words, { encoding: 'utf8' })
const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({
            alert: z.string(),
            expr: z.string(),
            annotations: z.object({ summary: z.string(), action: z.string() }),
          }),
        ),
      }),
    ),
  })
  .parse(parse(readFileSync(`${folder}/ferry.rules.yml`, 'utf8')))
  .groups.flatMap((group) => group.rules)
const dashboard = readFileSync(`${folder}/ferry-dashboard.json`, 'utf8')

describe('the alert rules', () => {
  test('are rules that Prometheus understands', () => {
    expect(promtool('check', 'rules', `${folder}/ferry.rules.yml`)).toContain(`${rules.length} rules found`)
  })

  test('raise an alarm when something is wrong, and none when all is well', () => {
    expect(promtool('test', 'rules', `${folder}/ferry.rules.test.yml`)).toContain('SUCCESS')
  })

  test('are each tested with something wrong', () => {
    const tests = readFileSync(`${folder}/ferry.rules.test.yml`, 'utf8')
    const fired = [...tests.matchAll(/alertname: (\w+)\n +exp_alerts:\n/g)].map(([, name]) => name)
    expect(rules.map(({ alert }) => alert).filter((name) => !fired.includes(name))).toEqual([])
  })
})

describe('metrics', () => {
  const rendered = createMetrics({ lagMs: () => 0 }).render()

  test('are well named, as promtool says', () => {
    const words = ['check', 'metrics']
    const answer = execFileSync(findTool('prometheus') ?? 'promtool', words, { input: rendered, encoding: 'utf8' })
    expect(answer).toBe('')
  })

  test.each([
    ['the alert rules', rules.map(({ expr }) => expr).join('\n')],
    ['the dashboard', dashboard],
  ])('in %s exist', (_, text) => {
    const named = [...new Set(text.match(/\bferry_[a-z_]+/g) ?? [])]
    expect(named.length).toBeGreaterThan(8)
    const exists = (name: string) => rendered.includes(`# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `)
    expect(named.filter((name) => !exists(name))).toEqual([])
  })
})

test('every query of the dashboard is one that Prometheus understands', () => {
  const panels = z
    .object({ panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })) })
    .parse(JSON.parse(dashboard)).panels
  const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
  expect(queries.length).toBeGreaterThan(10)
  const asRules = queries.map((expr, index) => ({ record: `query:${index}`, expr }))
  const file = JSON.stringify({ groups: [{ name: 'dashboard', rules: asRules }] })
  const folder = mkdtempSync(join(tmpdir(), 'ferry-dashboard-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'rules.yml'), file)
  expect(promtool('check', 'rules', join(folder, 'rules.yml'))).toContain(`${queries.length} rules found`)
})
