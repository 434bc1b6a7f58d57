import { z } from 'zod'

/** Questions to OMS about itself (5.1, 5.6), checked before they are sent. */
export const versionId = z.string().regex(/^v\d[\w.]{0,8}$/, 'A version looks like v2')

/** Whether clouds are listed to migrate from, or to. */
export const end = z.enum(['src', 'dst'])
export type End = z.infer<typeof end>
