import { z } from 'zod'
import { AppError } from '../../errors/errors.ts'

/** Checks an order before it is sent to a cloud. Throws AppError form_invalid, which repeats no value. */
export function checked<Value>(schema: z.ZodType<Value>, order: unknown): Value {
  const result = schema.safeParse(order)
  if (result.success) return result.data
  throw new AppError('form_invalid', { problem: z.prettifyError(result.error) })
}
