import { defined } from '../../defined.ts'
import { listedPage } from '../pages.ts'
import type { CallOptions, ListedPage, ListPart } from '../provider.ts'
import type { Session } from './client/session.ts'
import { readers } from './reading/index.ts'
import { pageSize } from './reading/reader.ts'

/** One page of the list of a kind, in one call, or in none past the last offset that OMS accepts. */
export async function readPage(session: Session, part: ListPart, options: CallOptions): Promise<ListedPage> {
  const { kind, state, offset } = part
  const { list, lastOffset } = readers[kind] ?? {}
  const read = list?.(state)
  const isBeyondReach = lastOffset !== undefined && offset > lastOffset
  if (read === undefined || isBeyondReach) return { migrations: [], rows: 0, isLast: true }
  const page = await read(session, { offset, limit: pageSize }, options)
  return listedPage(page, { offset, pageSize, ...defined({ lastOffset }) })
}
