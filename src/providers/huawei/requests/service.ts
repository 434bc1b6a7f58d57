import { z } from 'zod'

/** What OMS may be asked about itself (5.1, 5.6), checked before it is sent. */
export const versionId = z.string().regex(/^v\d[\w.]{0,8}$/, 'A version looks like v2')

/** Clouds to migrate from, or to. */
export const end = z.enum(['src', 'dst'])
export type End = z.infer<typeof end>
