import { z } from 'zod'

const MAX_TITLE_BYTES = 100
const text = z.string().min(1)

/**
 * A title. Documented are 100 bytes and the characters `.`, `-` and `_`; letters and digits of any script are assumed.
 */
const title = text.regex(/^[\p{L}\p{N}._-]+$/u).refine((value) => Buffer.byteLength(value) <= MAX_TITLE_BYTES)

/** The body of a creation or an update. An update needs all fields again, including both source keys. */
export const policyRequestSchema = z.object({
  title,
  source: z.object({
    sourceCspType: z.enum(['AWS', 'Azure']),
    regionName: text,
    bucketName: text,
    prefix: z.string().default(''),
    /** For Azure, the name of the storage account. */
    accessKey: text,
    /** For Azure, the storage account's access key. */
    secretKey: text,
  }),
  target: z.object({ bucketName: text, prefix: z.string().default('') }),
})

export type PolicyRequest = z.output<typeof policyRequestSchema>
