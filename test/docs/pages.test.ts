import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wantedScopes } from '../../src/slack/client/surface.ts'
import { troubles } from '../chaos/troubles/index.ts'

const pages = ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...globSync('docs/*.md')]
const read = (page: string) => readFileSync(page, 'utf8')

test.each(pages)('%s links only to files and headings that exist', (page) => {
  const links = Array.from(read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g), ([, link = '']) => link)
  const broken = links.filter((link) => {
    const [path = '', heading] = link.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    return !existsSync(file) || (heading !== undefined && !headingsOf(file).includes(heading))
  })
  expect(broken).toEqual([])
})

describe('SECURITY.md', () => {
  test('names tests for every threat', () => {
    const section = read('SECURITY.md').split('\n## Threats\n')[1]?.split('\n## ')[0] ?? ''
    const rows = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| threat'))
    expect(rows.length).toBeGreaterThan(12)
    expect(rows.filter((row) => !/\]\(test\//.test(row.split(' | ').at(-1) ?? ''))).toEqual([])
  })
})

test('the page for Slack’s reviewers explains every scope, and no other', () => {
  const section = read('docs/slack-review.md').split('\n## Scopes\n')[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([\w:]+)`/g)].map(([, scope]) => scope),
  )
  expect(named.toSorted()).toEqual(wantedScopes())
})

test('the page about trials names every trouble, and no other', () => {
  const section = read('docs/trials.md').split('\n## Troubles\n')[1]?.split('\n## ')[0] ?? ''
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => name))
  expect(named.toSorted()).toEqual(troubles.map(({ name }) => name).toSorted())
})

/** The headings of a page, as GitHub names them in links. */
function headingsOf(page: string): string[] {
  return Array.from(read(page).matchAll(/^#+ (.+)$/gm), ([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}
