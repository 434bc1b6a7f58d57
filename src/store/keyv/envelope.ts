import type { DeserializedData } from 'keyv'

/** The text in which Keyv stores a value. Keyv's own serializer treats strings that begin with a colon specially. */
export function writeEnvelope<Value>(data: DeserializedData<Value>): string {
  return JSON.stringify(data)
}

/**
 * Reads the value in an envelope. Never throws, since that would end Keyv's iteration at the first broken record: text
 * that can't be parsed yields no value. Leaves out the expiry, because the backend removes expired records by its own
 * clock, and Keyv would go by the machine's.
 */
export function readEnvelope<Value>(text: string): DeserializedData<Value> {
  try {
    const { value } = JSON.parse(text)
    return { value }
  } catch {
    return {}
  }
}
