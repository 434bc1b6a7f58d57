import type { Target } from '../../provider.ts'
import { batchSize, isExactNumber } from '../requests/tasks.ts'

/** Tasks by as many as one batch takes; an id that a batch could not name exactly is by itself. */
export function batchesOf<Task extends Pick<Target, 'id'>>(tasks: readonly Task[]): Task[][] {
  const exact = tasks.filter(({ id }) => isExactNumber(id))
  const others = tasks.filter(({ id }) => !isExactNumber(id))
  const starts = Array.from({ length: Math.ceil(exact.length / batchSize) }, (_, index) => index * batchSize)
  return [...starts.map((start) => exact.slice(start, start + batchSize)), ...others.map((task) => [task])]
}
