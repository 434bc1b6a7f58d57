import { z } from 'zod'

const MAX_TITLE_BYTES = 100
const text = z.string().min(1)

/** Letters and digits of any script are assumed; documented are 100 bytes and the characters `.`, `-`, `_`. */
const title = text.regex(/^[\p{L}\p{N}._-]+$/u).refine((value) => Buffer.byteLength(value) <= MAX_TITLE_BYTES)

/** The body of create and of update: an update needs everything again, both source keys included. */
export const policyRequestSchema = z.object({
  title,
  source: z.object({
    sourceCspType: z.enum(['AWS', 'Azure']),
    regionName: text,
    bucketName: text,
    prefix: z.string().default(''),
    /** Azure: the name of the storage account. */
    accessKey: text,
    /** Azure: the storage account's access key. */
    secretKey: text,
  }),
  target: z.object({ bucketName: text, prefix: z.string().default('') }),
})

export type PolicyRequest = z.output<typeof policyRequestSchema>
