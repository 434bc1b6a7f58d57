import { z } from 'zod'
import { part, reader } from '../../wire/reader.ts'
import { readRows } from '../../wire/rows.ts'
import { flag, readText, text } from '../../wire/scalars.ts'

/* Fields that tasks, groups and synchronization tasks share in answers. Null and "" mean that there is nothing. */

/** An id that can stand in a path. */
export const wireUuid = z.string().regex(/^[\w-]{1,100}$/)

export type WireSource = z.infer<typeof wireSource>
export type WireTarget = z.infer<typeof wireTarget>
export type WireCdn = z.infer<typeof wireCdn>
export type WireReason = z.infer<typeof wireReason>
export type WireFailedObjects = z.infer<typeof wireFailedObjects>
export type WireNotification = z.infer<typeof wireNotification>

/** Names of objects. "" is kept, because it means the whole bucket. */
const objectKeys = reader((told) => {
  if (!Array.isArray(told)) return undefined
  return told.map((key) => (key === '' ? key : readText(key))).filter((key) => key !== undefined)
})

export const wireSource = part({
  bucket: text,
  cloud_type: text,
  region: text,
  app_id: text,
  object_key: objectKeys,
  list_file: part({ list_file_key: text, obs_bucket: text, list_file_num: text }),
})

export const wireTarget = part({ bucket: text, region: text, save_prefix: text })

export const wireReason = part({ error_code: text, error_msg: text })

export const wireFailedObjects = part({ result: flag, list_file_key: text, error_code: text })

export const wireCdn = part({ domain: text, protocol: text, authentication_type: text })

export const wireNotification = part({ notify_result: flag, notify_error_message: text, topic_name: text })

/**
 * One page of a list. A row that cannot be read does not spoil the page: it is left out and described in `unreadable`.
 */
export type WirePage<Row> = { rows: Row[]; unreadable: string[]; total: number | undefined }

export function pageOf<Row>(schema: z.ZodType<Row>, list: readonly unknown[] | null, count?: number): WirePage<Row> {
  return { ...readRows(schema, list ?? []), total: count }
}

/** The answer to stop, start, delete and the updates. Nothing in it matters. */
export const wireNothing = z.unknown().transform((): void => undefined)
