import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rows } from '../../bench/index.ts'
import { pageWith, type Section } from '../../bench/page.ts'

const page = readFileSync('docs/measures.md', 'utf8')
const ran = '2026-03-02, Ferry 0.2.0'

function sectionOf(name: string, measured: string, isMet: boolean): Section {
  return { name, measurements: [{ what: 'a | b', measured, bar: '≤ 1.2 ×', isMet }], tookMs: 12_345, load: [0.1, 2] }
}

const namesIn = (text: string) => [...text.matchAll(/^## (.+)$/gm)].map(([, name]) => name)

test('the page of measures has a section for rows that there are, and for no other', () => {
  const names = rows.map(({ name }) => name)
  expect(names.filter((name) => namesIn(page).includes(name))).toEqual(namesIn(page))
  expect(namesIn(page)).not.toEqual([])
})

test('a row that is measured anew replaces its own section, with when and where it ran, and leaves the others', () => {
  const first = pageWith('', [sectionOf('tick', '1.11 ×', true), sectionOf('ack', '2.22 ×', true)], ran)
  const second = pageWith(first, [sectionOf('ack', '3.33 ×', false)], 'another day')
  expect(namesIn(second)).toEqual(['ack', 'tick'])
  expect(second).toContain('another day; 12 s, load 0.1 to 2.0.\n\n| what | measured | goal | verdict |')
  expect(second).toContain('| a \\| b | 3.33 × | ≤ 1.2 × | MISSED |')
  expect(second).toContain(`${ran}; 12 s`)
  expect(second).toContain('| a \\| b | 1.11 × | ≤ 1.2 × | ok |')
  expect(second).not.toContain('2.22')
})

test('a section of a row that is gone goes, too', () => {
  const old = `${pageWith('', [sectionOf('ack', '1.00 ×', true)], ran)}\n## gone\n1.00 ×\n`
  expect(namesIn(pageWith(old, [], ran))).toEqual(['ack'])
})
