import type { KnownBlock } from '@slack/types'
import { type Choice, section } from './elements.ts'
import { rows } from './rows.ts'

/** How many rows one page of a list shows: a few screens of a phone. */
const rowsPerPage = 10

/** `page` can be beyond the last of the `pages`. */
export type Page<Item> = { shown: readonly Item[]; page: number; pages: number }

/** The items of one page. 1 is the first. */
export function pageOf<Item>(items: readonly Item[], page: number, perPage = rowsPerPage): Page<Item> {
  const pages = Math.max(1, Math.ceil(items.length / perPage))
  return { shown: items.slice((page - 1) * perPage, page * perPage), page, pages }
}

/** The only line of a page beyond the last one: a list can have become shorter since somebody saw it. */
export const nothingOnPage = 'There is nothing on this page.'

/** Which page this is. Empty if there is only one. */
export function pageText({ page, pages }: Omit<Page<unknown>, 'shown'>): string {
  return pages === 1 && page === 1 ? '' : ` · page ${page} of ${pages}`
}

/** The rows of a page, or a line that says that there are none. */
export function pageRows<Item>({ shown, page }: Page<Item>, row: (item: Item) => KnownBlock): KnownBlock[] {
  return shown.length === 0 && page > 1 ? [section(nothingOnPage)] : rows(shown, row)
}

/** Choices for the pages around one, or for the first if this one does not exist. `command`: what shows the first page. */
export function turns(command: string, { page, pages }: Omit<Page<unknown>, 'shown'>): Choice[] {
  if (page > pages) return [{ label: 'First page', command }]
  return previousAndNext(command, page, page < pages)
}

/** Choices for the page before one, and for the page after it if there is one. `command`: what shows the first page. */
export function previousAndNext(command: string, page: number, hasNext: boolean): Choice[] {
  return [
    ...(page > 1 ? [{ label: 'Previous', command: `${command} --page ${page - 1}` }] : []),
    ...(hasNext ? [{ label: 'Next', command: `${command} --page ${page + 1}` }] : []),
  ]
}
