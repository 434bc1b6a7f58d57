import { type Choice, choices, context, section } from '../blocks/elements.ts'
import type { Message } from '../blocks/message.ts'
import { pageOf, pageRows, pageText, turns } from '../blocks/pages.ts'
import { code, escaped, named, notice } from '../words/text.ts'
import { row, way } from './ways.ts'

export type BrowsableAccount = { name: string; cloud: string }

/**
 * The choice of an account to browse. Also names the accounts that cannot be browsed, so that nobody searches for them.
 */
export function accountChoice(
  browsable: readonly BrowsableAccount[],
  { others, page }: { others: readonly BrowsableAccount[]; page: number },
): Message {
  const part = pageOf(browsable, page)
  if (browsable.length === 0) return nothingToBrowse(others)
  return {
    text: 'Which account?',
    blocks: [
      section(`*Which account do you want to browse?*${pageText(part)}`),
      ...pageRows(part, ({ name, cloud }) =>
        row(`${code(name)} · ${escaped(cloud)}`, way('Browse', { account: name })),
      ),
      ...(others.length === 0 ? [] : [context(whyNot(others))]),
      ...choices(turns('browse', part)),
    ],
  }
}

/** The answer for accounts that cannot be browsed: the one that was asked for, or all if none can. */
export function nothingToBrowse(others: readonly BrowsableAccount[]): Message {
  return {
    text: notice('There is nothing to browse'),
    blocks: [section(whyNot(others)), ...choices(nextSteps(others))],
  }
}

/** Names the accounts that cannot be browsed, and says why. */
export function whyNot(others: readonly BrowsableAccount[]): string {
  const names = others.slice(0, mostNamed).map(({ name, cloud }) => `${code(name)} (${named(cloud)})`)
  const more = others.length > mostNamed ? ` and ${others.length - mostNamed} more` : ''
  return `Nothing to browse: ${names.join(', ')}${more}. ${others.length === 1 ? 'This cloud’s' : 'These clouds’'} migration service shows no buckets or regions.`
}

const mostNamed = 5

function nextSteps([only, ...more]: readonly BrowsableAccount[]): Choice[] {
  return [
    { label: 'List migrations', command: only !== undefined && more.length === 0 ? `list ${only.name}` : 'list' },
    { label: 'Connect another', command: 'connect' },
  ]
}
