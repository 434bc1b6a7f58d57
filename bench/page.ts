import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { rows } from './index.ts'
import type { Measurement } from './row.ts'
import { cellsOf } from './table.ts'

/** Measurements of one row, and the machine's load (runnable processes) before and after. */
export type Section = {
  name: string
  measurements: readonly Measurement[]
  tookMs: number
  load: readonly [before: number, after: number]
}

const path = new URL('../docs/measures.md', import.meta.url)

/** Writes what was measured onto the page of measures. */
export function writePage(sections: readonly Section[]): void {
  const earlier = existsSync(path) ? readFileSync(path, 'utf8') : ''
  writeFileSync(path, pageWith(earlier, sections, whatRan()))
}

/**
 * The page with these sections. Those of rows that were not measured now stay as they are. `ran`: the day and the
 * machine.
 */
export function pageWith(earlier: string, sections: readonly Section[], ran: string): string {
  const now = new Map(sections.map((section) => [section.name, textOf(section, ran)]))
  const texts = rows.map(({ name }) => now.get(name) ?? sectionIn(earlier, name))
  return [introduction, ...texts.filter((text) => text !== '')].join('\n')
}

const introduction = `# Measures

\`npm run bench\` writes this page. Each figure of Ferry stands beside one of a plain program that does the least that is
needed, taken in turns on one machine: the ratio counts, not the time. A figure is the median of pairs, in square brackets
the lowest and the highest; in round brackets Ferry’s own and, after the colon, the other one’s. The load is the number of
processes that the machine wanted to run at the beginning and at the end. Clouds and Slack are simulated on the same machine. A row that is not here has not been measured for this page.
`

/** The text of a row on the page as it was. Empty if there is none. */
function sectionIn(page: string, name: string): string {
  return (
    page
      .split(/^(?=## )/m)
      .find((part) => part.startsWith(`## ${name}\n`))
      ?.trimEnd()
      .concat('\n') ?? ''
  )
}

function textOf({ name, measurements, tookMs, load }: Section, ran: string): string {
  const heading = ['what', 'measured', 'goal', 'verdict']
  const table = [heading, heading.map(() => '---'), ...measurements.map(cellsOf)].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
  const [before, after] = load.map((one) => one.toFixed(1))
  const facts = `${ran}; ${(tookMs / 1000).toFixed(0)} s, load ${before} to ${after}.`
  return `## ${name}\n${facts}\n\n${table.join('\n')}\n`
}

/** The day, the version and the machine. */
function whatRan(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim()
  const isChanged = git('status', '--porcelain', '--', 'src', 'bench', 'package-lock.json') !== ''
  const commit = `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' with changes' : ''}`
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`
  const day = new Date().toISOString().slice(0, 10)
  return `${day}, Ferry ${version} (${commit}), Node ${process.versions.node}, ${machine}`
}
