import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { capabilitiesPage } from '../../docs/capabilities.ts'
import { actions } from '../../src/migrations/actions.ts'
import { kinds } from '../../src/migrations/migration.ts'
import { skippedObjects } from '../../src/migrations/outcome.ts'
import { providers } from '../../src/providers/index.ts'
import { lookups } from '../../src/providers/provider.ts'
import { actionWords, lowered, stateWords } from '../../src/views/words/words.ts'

const page = readFileSync(new URL('../../docs/capabilities.md', import.meta.url), 'utf8')
const [actionsPage = '', skippedPage = ''] = page.split('## What “skipped” means')
const [head = [], ...rows] = actionsPage
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
const columns = providers.flatMap(({ kinds: own, ...provider }) =>
  kinds.flatMap((kind) => (own[kind] === undefined ? [] : [{ ...provider, ...own[kind] }])),
)
const row = (label: string) => rows.find(([first]) => first === label)?.slice(1)
const commandOf = (cell: string | undefined) => /\(`([^`]+)`\)/.exec(cell ?? '')?.[1]
const yes = (all: readonly (boolean | undefined)[]) => all.map((isSo) => (isSo ? 'yes' : '–'))

describe('The page on what each cloud can do', () => {
  test('is what `node docs/capabilities.ts` writes', () => {
    expect(page).toBe(capabilitiesPage())
  })

  test('has a column for every kind of every cloud, and no other', () => {
    expect(head.slice(1)).toEqual(columns.map(({ label, noun }) => `${label}: ${noun}`))
    expect(rows.filter((cells) => cells.length !== head.length)).toEqual([])
  })

  test.each(actions)('shows for each kind the states that allow: %s', (action) => {
    const cells = rows.find(([first]) => commandOf(first) === actionWords[action].command('<id>'))?.slice(1)
    const words = columns.map((column) => column.can[action]?.in.map((state) => lowered(stateWords[state].word)))
    expect(cells).toEqual(words.map((states) => states?.join(', ') ?? '–'))
  })

  test('shows the other capabilities of each kind', () => {
    expect(row('List its tasks (`list --group <id>`)')).toEqual(yes(columns.map(({ hasTasks }) => hasTasks)))
    expect(row('List its runs (`list --sync <id>`)')).toEqual(yes(columns.map(({ hasRuns }) => hasRuns)))
    expect(row('Statistics (`stats <id>`)')).toEqual(yes(columns.map(({ can }) => can.statistics !== undefined)))
    const listing = columns.map(({ can }) => can.failures !== undefined)
    expect(row('Read which objects failed (`failures <id>`)')).toEqual(yes(listing))
    const statements = columns.map(({ hasPrivacyStatement }) => hasPrivacyStatement)
    expect(row('Privacy statement to accept')).toEqual(yes(statements))
    for (const lookup of lookups) {
      expect(row(`Look at: ${lookup}`)).toEqual(yes(columns.map((column) => column.lookups?.includes(lookup))))
    }
    const rules = row('Bandwidth rules') ?? []
    expect(rules.map((cell) => cell !== '–')).toEqual(columns.map(({ can }) => can.limit !== undefined))
  })

  test('says for every cloud what its skipped objects are, and where that is documented', () => {
    for (const { name, label } of providers) {
      expect(skippedPage).toContain(`| ${label} | `)
      expect(skippedPage).toContain(` | ${skippedObjects[name].source} |`)
    }
  })

  test('has no further row', () => {
    expect(rows).toHaveLength(5 + actions.length + 1 + 1 + 1 + 1 + lookups.length + 1)
  })
})
