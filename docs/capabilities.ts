import { writeFileSync } from 'node:fs'
import { type Action, actions } from '../src/migrations/actions.ts'
import { kinds } from '../src/migrations/migration.ts'
import { type SkippedMeaning, skippedObjects } from '../src/migrations/outcome.ts'
import type { LimitRules } from '../src/migrations/typed/limit-rules.ts'
import { providers } from '../src/providers/index.ts'
import { type KindCapabilities, lookups, type Provider } from '../src/providers/provider.ts'
import { formatSpeed } from '../src/views/words/format.ts'
import { actionWords, lowered, stateWords } from '../src/views/words/words.ts'

/** The page on what each cloud can do, from the providers' data. `node docs/capabilities.ts` writes it to `docs/capabilities.md`. */
export function capabilitiesPage(): string {
  return `${[introduction, table(), skippedIntroduction, skippedTable()].join('\n\n')}\n`
}

const introduction = `# What each cloud can do

Ferry offers what a cloud can do in a migration’s current state, and nothing else: every button, command and refusal follows
from the data behind this page.

- A cell with states lists the states in which the action is possible; “yes” means always.
- – means that the cloud has no such feature, or no API for it.
- You can restart or delete a task of a task group only together with its group.
- Speed limits and the priority of a failed migration take effect when it is restarted, so its card does not offer them. You
  can type them.
- “Retry failed objects” also needs the cloud’s list of failed objects.
- “Look at” rows say what you can browse in an account, whatever it migrates.
- Outside the regions named here, you can only list, show and delete migrations of that kind.

This page is generated from \`src/providers\`: change the data there, then run \`node docs/capabilities.ts\`.`

const skippedIntroduction = `## What “skipped” means

Clouds count objects that they pass over as skipped, and mean different things by it. Ferry never counts objects that were
not migrated as moved. A migration that ends with any reads “Finished, n objects not migrated”, and counts as failed.`

function skippedTable(): string {
  const head = ['Cloud', 'Skipped objects are', 'Source']
  const body = providers.map(({ name, label }) => {
    const { means, source } = skippedObjects[name]
    return [label, skippedCells[means], source]
  })
  return [head, head.map(() => '---'), ...body].map(line).join('\n')
}

const skippedCells: Record<SkippedMeaning, string> = {
  'already there': 'at the destination already, or unchanged since the time that was asked for',
  'not migrated': 'not migrated',
  'not documented': 'not documented: Ferry shows their number, and never says that they are at the destination',
}

type Column = { provider: Provider; kind: KindCapabilities }
type Row = { label: string; cell(column: Column): string }

function table(): string {
  const columns = providers.flatMap((provider) =>
    kinds.flatMap((kind) => (provider.kinds[kind] === undefined ? [] : [{ provider, kind: provider.kinds[kind] }])),
  )
  const head = ['', ...columns.map(({ provider, kind }) => `${provider.label}: ${kind.noun}`)]
  const body = rows.map(({ label, cell }) => [label, ...columns.map(cell)])
  return [head, head.map(() => '---'), ...body].map(line).join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

const rows: readonly Row[] = [
  { label: 'List (`list`)', cell: () => 'yes' },
  { label: 'Show (`status <id>`)', cell: () => 'yes' },
  { label: 'Watch (`watch <id>`)', cell: () => 'yes' },
  { label: 'List its tasks (`list --group <id>`)', cell: ({ kind }) => yesIf(kind.hasTasks) },
  { label: 'List its runs (`list --sync <id>`)', cell: ({ kind }) => yesIf(kind.hasRuns) },
  ...actions.map(actionRow),
  { label: 'Bandwidth rules', cell: ({ kind }) => rulesText(kind.can.limit?.rules) },
  { label: 'Read which objects failed (`failures <id>`)', cell: ({ kind }) => yesIf(kind.can.failures !== undefined) },
  { label: 'Statistics (`stats <id>`)', cell: ({ kind }) => yesIf(kind.can.statistics !== undefined) },
  ...lookups.map(
    (lookup): Row => ({
      label: `Look at: ${lookup}`,
      cell: ({ provider }) => yesIf(provider.lookups?.includes(lookup)),
    }),
  ),
  { label: 'Regions', cell: ({ kind }) => kind.limitedTo?.regions.join(', ') ?? 'all' },
  { label: 'Privacy statement to accept', cell: ({ provider }) => yesIf(provider.hasPrivacyStatement) },
]

function actionRow(action: Action): Row {
  const { label, command } = actionWords[action]
  return {
    label: `${label} (\`${command('<id>')}\`)`,
    cell: ({ kind }) => kind.can[action]?.in.map((state) => lowered(stateWords[state].word)).join(', ') || none,
  }
}

const none = '–'

function yesIf(isSo: boolean | undefined): string {
  return isSo ? 'yes' : none
}

function rulesText(rules: LimitRules | undefined): string {
  if (rules === undefined) return none
  const range = [rules.minBytesPerSecond, rules.maxBytesPerSecond].map(formatSpeed).join(' to ')
  return `${range}, at most ${rules.maxRules} a day`
}

if (import.meta.main) writeFileSync(new URL('capabilities.md', import.meta.url), capabilitiesPage())
