import type { Target } from '../../provider.ts'
import { batchSize, canBeNumbered } from '../requests/tasks.ts'

/**
 * Splits tasks into batches of as many as OMS takes. A task whose id a batch could not name exactly gets a batch of its
 * own.
 */
export function batchesOf<Task extends Pick<Target, 'id'>>(tasks: readonly Task[]): Task[][] {
  const exact = tasks.filter(({ id }) => canBeNumbered(id))
  const others = tasks.filter(({ id }) => !canBeNumbered(id))
  const starts = Array.from({ length: Math.ceil(exact.length / batchSize) }, (_, index) => index * batchSize)
  return [...starts.map((start) => exact.slice(start, start + batchSize)), ...others.map((task) => [task])]
}
