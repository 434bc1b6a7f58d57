import { AppError } from '../../errors/errors.ts'
import type { Invocation } from './command.ts'

/** The page that was asked for. Throws AppError usage if it is no number from 1. */
export function pageIn({ flags: { page = '1' } }: Pick<Invocation, 'flags'>, usage: string): number {
  if (/^[1-9]\d{0,3}$/.test(page)) return Number(page)
  throw new AppError('usage', { problem: '`--page` takes a number from 1.', usage })
}
