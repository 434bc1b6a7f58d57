import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { errorsPage } from '../../docs/errors.ts'
import { catalogue } from '../../src/catalogue/index.ts'
import { subjects } from '../../src/catalogue/subjects.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:Code|---) /.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
const codesOnPage = rows.flatMap(([, codes = '']) => [...codes.matchAll(/`([^`]+)`/g)].map(([, code]) => code))

describe('The page on error codes', () => {
  test('is what `npx node docs/errors.ts` writes', () => {
    expect(page).toBe(errorsPage())
  })

  test('has every code of the catalogue, once, and no other', () => {
    expect(codesOnPage).toEqual(catalogue.flatMap(({ codes }) => codes))
  })

  test('has six cells in every row', () => {
    expect(rows.filter((cells) => cells.length !== 8)).toEqual([])
  })

  test('leaves no placeholder unfilled', () => {
    expect(page).not.toMatch(/\{\d\}|undefined/)
  })

  test('links to every subject under a unique heading', () => {
    const headings = [...page.matchAll(/^### (.*)$/gm)].map(([, title = '']) => title)
    expect(headings).toEqual(subjects.map(({ title }) => title))
    expect(new Set(headings).size).toBe(headings.length)
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
    expect(links).toEqual(headings.map((title) => title.toLowerCase().replaceAll(' ', '-')))
  })
})
