import { type BlockError, violation } from './error.ts'
import { isObject } from './inspect.ts'
import { everyBlock, type Placed } from './placed.ts'
import type { Surface } from './surfaces.ts'

const TABLE_CHARACTERS_MAX = 10_000
const MARKDOWN_CHARACTERS_MAX = 12_000
/** Most characters in all blocks. Undocumented; observed in https://github.com/slackapi/bolt-js/issues/2509. */
const MESSAGE_CHARACTERS_MAX = 13_200

/**
 * Checks the limits on the total of characters. Only for otherwise valid blocks, because it visits all levels and only
 * the rules limit their number.
 */
export function inspectSize(value: unknown, surface: Surface): BlockError[] {
  const blocks = everyBlock(value)
  const ofType = (...types: string[]) => blocks.filter((block) => types.some((type) => type === block.value.type))
  const tables = ofType('table', 'data_table')
  const oversized = tables.flatMap(oversizedTable)
  if (surface !== 'message') return oversized
  // It is unknown how Slack counts. Texts alone are not enough (it refused 11,341 characters of them), so ids, URLs and
  // the like count as well. Tables do not, because their own limit would be out of reach otherwise.
  const got = charactersIn(value) - sum(tables.map((table) => charactersIn(table.value)))
  const markdown = sum(ofType('markdown').map((block) => charactersIn(block.value, 'text')))
  return [
    ...oversized,
    ...tooLong({ what: 'markdown', got: markdown, max: MARKDOWN_CHARACTERS_MAX }),
    ...tooLong({ what: 'blocks', got, max: MESSAGE_CHARACTERS_MAX }),
  ]
}

function oversizedTable({ pointer, value }: Placed): BlockError[] {
  const [got, expected] = [charactersIn(value.rows, 'text'), TABLE_CHARACTERS_MAX]
  if (got <= expected) return []
  const message = `cells must have no more than ${expected} characters together`
  return [violation({ pointer: `${pointer}/rows`, message, type: 'max_length', expected, got })]
}

function tooLong({ what, got, max }: { what: string; got: number; max: number }): BlockError[] {
  if (got <= max) return []
  const [code, message] = ['msg_blocks_too_long', `${what} must have no more than ${max} characters together`]
  return [violation({ pointer: '/blocks', code, message, type: 'max_length', expected: max, got })]
}

/** The characters of all strings within a value, or of those in fields of one name. */
function charactersIn(value: unknown, field?: string): number {
  if (typeof value === 'string') return field === undefined ? value.length : 0
  if (Array.isArray(value)) return sum(value.map((item) => charactersIn(item, field)))
  if (!isObject(value)) return 0
  const counts = Object.entries(value).map(([name, inner]) =>
    name === field && typeof inner === 'string' ? inner.length : charactersIn(inner, field),
  )
  return sum(counts)
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
