import type { z } from 'zod'
import { split } from './lists.ts'

export type EncryptionKey = { id: string; key: Buffer }

export const howToMakeKeys =
  'it should look like k1:KEY, the active key first, with a KEY from: openssl rand -base64 32'

/** Reads `id:key` entries, separated by commas. A message says what is wrong with an entry, and never repeats it. */
export function readKeys(text: string, context: z.RefinementCtx<string>): EncryptionKey[] {
  const keys: EncryptionKey[] = []
  for (const [index, entry] of split(text, /,/).entries()) {
    const [, id, base64] = /^([\w.-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(entry) ?? []
    if (id === undefined || base64 === undefined) {
      context.addIssue(`has an entry (number ${index + 1}) ${faultOf(entry)}; ${howToMakeKeys}`)
    } else if (keys.some((key) => key.id === id)) {
      context.addIssue(`uses the id ${id} twice; each key needs an id of its own`)
    } else {
      keys.push({ id, key: Buffer.from(base64, 'base64') })
    }
  }
  return keys
}

/** Reads the ids of keys. The message does not repeat the text, because somebody may have pasted a key here. */
export function readKeyIds(text: string, context: z.RefinementCtx<string>): string[] {
  const ids = split(text, /[\s,]+/)
  if (!ids.every((id) => /^[\w.-]{1,32}$/.test(id)))
    context.addIssue('is not a list of key ids; it should look like k1')
  return ids
}

function faultOf(entry: string): string {
  const [, id, key = entry] = /^([\w.-]{1,32}):(.*)$/.exec(entry) ?? []
  if (/^[0-9a-f]{64}$/i.test(key)) return 'whose key is in hexadecimal and not in base64'
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return 'that is not id:key'
  if (id === undefined) return 'without an id in front of its key'
  return `whose key has ${Buffer.from(key, 'base64').length} bytes instead of 32`
}
