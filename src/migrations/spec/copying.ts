import { z } from 'zod'
import { copyingFields } from '../fields/option-fields.ts'
import { optionalSchemas } from '../fields/schemas.ts'

/** How objects are copied, as clouds report it. A field that the cloud does not report is absent. */
export const copyingSchema = z.object(optionalSchemas(copyingFields))
export type Copying = z.infer<typeof copyingSchema>
