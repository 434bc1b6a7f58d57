import type { Json } from '../json.ts'
import { refuse } from '../refusal.ts'
import { textArg } from './args.ts'

const largestPage = 1000

export type Page<T> = { items: T[]; hasMore: boolean; response_metadata: { next_cursor: string } }

/** One page of a list. The cursor names the last item, so that a page neither repeats nor skips one. */
export function page<T>(all: T[], keyOf: (item: T) => string, args: Json): Page<T> {
  const limit = Number(textArg(args, 'limit') ?? 100)
  if (!Number.isInteger(limit) || limit < 1) return refuse('invalid_limit')
  const cursor = textArg(args, 'cursor')
  const start = cursor === undefined ? 0 : positionAfter(all.map(keyOf), cursor)
  const items = all.slice(start, start + Math.min(limit, largestPage))
  const last = items.at(-1)
  const hasMore = start + items.length < all.length
  const next = hasMore && last !== undefined ? Buffer.from(`after:${keyOf(last)}`).toString('base64') : ''
  return { items, hasMore, response_metadata: { next_cursor: next } }
}

function positionAfter(keys: string[], cursor: string): number {
  const [, key] = /^after:(.+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? []
  const position = key === undefined ? -1 : keys.indexOf(key)
  return position < 0 ? refuse('invalid_cursor') : position + 1
}
