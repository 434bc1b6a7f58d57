import { z } from 'zod'

/** Questions to OMS about itself (5.1, 5.6), checked before they are sent. */
export const versionId = z.string().regex(/^v\d[\w.]{0,8}$/, 'A version looks like v2')

/** Whether clouds are listed to migrate from, or to. */
export const cloudQuery = z.strictObject({ type: z.enum(['src', 'dst']) })
