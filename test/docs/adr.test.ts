import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decisionsPage } from '../../docs/adr.ts'

const page = readFileSync(new URL('../../docs/adr/README.md', import.meta.url), 'utf8')

test('The index of the decisions is what `node docs/adr.ts` writes', () => {
  expect(page).toBe(decisionsPage())
})

test('Each decision has its own number, and a status that begins with what holds', () => {
  const rows = [...page.matchAll(/^\| (\d+) \| \[.+\]\(.+\) \| (.+) \|$/gm)]
  expect(rows.map(([, number]) => Number(number))).toEqual(rows.map((_, index) => index + 1))
  expect(
    rows.filter(([, , status = '']) => !/^(Accepted|Replaced by ADR \d+|Replaced in part by ADR \d+)\b/.test(status)),
  ).toEqual([])
})
