import { writeFileSync } from 'node:fs'
import type { Case, Entry } from '../src/catalogue/entry.ts'
import { wordsForRetry, wordsForTurn } from '../src/catalogue/explain.ts'
import { type Cloud, type Subject, subjects } from '../src/catalogue/subjects.ts'

/** The page on all error codes, from the catalogue. `npx node docs/errors.ts` writes it to `docs/errors.md`. */
export function errorsPage(): string {
  const clouds = [...new Set(subjects.map(({ cloud }) => cloud))]
  return `${[introduction, contents(clouds), ...clouds.flatMap(chapter)].join('\n\n')}\n`
}

const introduction = `# Error codes

What the clouds’ error codes mean and what to do about each, as Ferry explains them in Slack. In a channel,
\`/migrate explain TRF.0055\` shows one of them, and \`/migrate explain frozen account\` finds it by what happened.

- Codes in the same row have the same meaning.
- A row that begins with ↳ is a narrower meaning of the code above it: the cloud’s message tells which one applies. Ferry
  fills in each … from that message.
- HTTP is the status of the cloud’s answer. 200 means that the code appears inside an answer, usually as the reason why a
  migration failed; – means that the cloud documents no status.
- For a code that is not on this page, Ferry shows the cloud’s own message.

This page is generated from \`src/catalogue\`: change the data there, then run \`node docs/errors.ts\`.`

function contents(clouds: readonly Cloud[]): string {
  return clouds.map((cloud) => `- ${cloud}: ${subjectsOf(cloud).map(link).join(' · ')}`).join('\n')
}

function link({ title }: Subject): string {
  return `[${title}](#${title.toLowerCase().replaceAll(' ', '-')})`
}

function chapter(cloud: Cloud): string[] {
  return [`## ${cloud}`, ...subjectsOf(cloud).flatMap(({ title, entries }) => [`### ${title}`, table(entries)])]
}

function subjectsOf(cloud: Cloud): Subject[] {
  return subjects.filter((subject) => subject.cloud === cloud)
}

function table(entries: readonly Entry[]): string {
  const head = ['Code', 'What happened', 'What to do', 'Who can fix it', 'Trying again', 'HTTP']
  return [head, head.map(() => '---'), ...entries.flatMap(rowsOf)].map(line).join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function rowsOf(entry: Entry): string[][] {
  const codes = entry.codes.map((code) => `\`${code}\``).join(' ')
  const statuses = entry.statuses.length === 0 ? '–' : entry.statuses.join(', ')
  const narrower = (entry.cases ?? []).filter(saysMore).map((each) => ['↳', ...meaning({ ...entry, ...each }), ''])
  return [[codes, ...meaning(entry), statuses], ...narrower]
}

/** Some cases exist only so that Ferry does not repeat the cloud's words. */
function saysMore({ what, fix }: Case): boolean {
  return what !== undefined || fix !== undefined
}

function meaning({ what, fix, turn, retry }: Entry): string[] {
  const texts = [what, fix].map((text) => text.replaceAll(/\{\d\}/g, '…'))
  return [...texts, wordsForTurn(turn), wordsForRetry(retry)]
}

if (import.meta.main) writeFileSync(new URL('errors.md', import.meta.url), errorsPage())
