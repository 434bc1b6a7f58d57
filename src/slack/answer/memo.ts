import { z } from 'zod'
import type { FormMemo } from '../../views/blocks/ids.ts'

const memoSchema: z.ZodType<FormMemo> = z.object({
  command: z.string(),
  channel: z.string().exactOptional(),
  isPage: z.boolean().exactOptional(),
  returnTo: z.string().exactOptional(),
})

/** Reads what a form was opened for. Undefined if the form is not Ferry's, or is of another version. */
export function readMemo(privateMetadata: string): FormMemo | undefined {
  try {
    return memoSchema.parse(JSON.parse(privateMetadata))
  } catch {
    return undefined
  }
}
