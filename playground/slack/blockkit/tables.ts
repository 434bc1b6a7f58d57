import { type BlockError, violation } from './error.ts'
import { isObject, listOf } from './inspect.ts'
import { richTextBlock } from './rich-text.ts'
import { boolean, type Check, integer, list, nullable, number, object, oneOf, string, typed } from './rule.ts'

const cell = typed({
  raw_text: object({ text: string() }),
  raw_number: object({ value: number, text: string() }),
  rich_text: richTextBlock,
})
const row = list(cell, { max: 20 })

const columnSetting = object({ 'align?': oneOf('left', 'center', 'right'), 'is_wrapped?': boolean })

const equalRows: Check = ({ rows }) => {
  const expected = listOf(listOf(rows)[0]).length
  return listOf(rows).flatMap((cells, index) => {
    const got = listOf(cells).length
    if (got === expected) return []
    const message = `must have as many cells as the header, ${expected}`
    return [violation({ pointer: `/rows/${index}`, message, type: 'row_length', expected, got })]
  })
}

const plainHeader: Check = ({ rows }) =>
  listOf(listOf(rows)[0]).flatMap((header, index) =>
    isObject(header) && header.type === 'rich_text' ? [richHeader(index)] : [],
  )

const headerColumnExists: Check = ({ rows, row_header_column_index: index }) => {
  const columns = listOf(listOf(rows)[0]).length
  if (columns === 0 || typeof index !== 'number' || index < columns) return []
  const message = `must be a column of the table, which has ${columns}`
  return [violation({ pointer: '/row_header_column_index', message, type: 'max', expected: columns - 1, got: index })]
}

/** The fields of https://docs.slack.dev/reference/block-kit/blocks/table-block */
export const tableFields = {
  rows: list(row, { max: 100 }),
  'column_settings?': list(nullable(columnSetting), { min: 0, max: 20 }),
}

/** The fields of https://docs.slack.dev/reference/block-kit/blocks/data-table-block: a header and up to 100 rows. */
export const dataTableFields = {
  rows: list(row, { min: 2, max: 101 }),
  caption: string(),
  'page_size?': integer({ min: 1, max: 100 }),
  'row_header_column_index?': integer(),
}

export const dataTableChecks = [equalRows, plainHeader, headerColumnExists]

function richHeader(column: number): BlockError {
  const expected = ['raw_text', 'raw_number']
  const message = 'rich_text is not allowed in header cells'
  return violation({ pointer: `/rows/0/${column}/type`, message, type: 'enum', expected, got: 'rich_text' })
}
