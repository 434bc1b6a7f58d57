import { z } from 'zod'
import { copyingFields } from './fields/option-fields.ts'
import { optionalSchemas } from './fields/schemas.ts'

/** How things are copied, as clouds tell it. What is absent is not told. */
export const copyingSchema = z.object(optionalSchemas(copyingFields))
export type Copying = z.infer<typeof copyingSchema>
