import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('adr/', import.meta.url)

/** The index of the decisions, from their titles and status. `node docs/adr.ts` writes it to `docs/adr/README.md`. */
export function decisionsPage(): string {
  const files = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name))
  return `${[introduction, ['| | decision | status |', '|---:|---|---|', ...files.sort().map(row)].join('\n')].join('\n\n')}\n`
}

const introduction = `# Decisions

Why Ferry is built as it is: each page has the context, the decision, its drawbacks and what was decided against. A decision
that a later one replaces stays here and says so.

This page is generated: \`node docs/adr.ts\` writes it from the first lines of the others.`

function row(file: string): string {
  const [, number, title, status = ''] =
    /^# (\d+)\. (.+)\n\n((?:[^\n#].*\n)+)/.exec(readFileSync(new URL(file, folder), 'utf8')) ?? []
  if (number === undefined) throw new Error(`${file} does not begin with its number, title and status`)
  return `| ${number} | [${title}](${file}) | ${status.trim().replaceAll('\n', ' ')} |`
}

if (import.meta.main) writeFileSync(new URL('README.md', folder), decisionsPage())
