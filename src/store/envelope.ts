import type { DeserializedData } from 'keyv'

/** The text in which Keyv keeps a value. Its own serializer treats strings with a colon in front specially. */
export function writeEnvelope<Value>(data: DeserializedData<Value>): string {
  return JSON.stringify(data)
}

/**
 * What stands in an envelope. Never throws, since that would end Keyv's iteration at the first broken record: nonsense
 * becomes no value. When a record expires, the backend forgets it by its own clock; Keyv would look at the machine's.
 */
export function readEnvelope<Value>(text: string): DeserializedData<Value> {
  try {
    const { expires: _, ...envelope } = JSON.parse(text)
    return envelope
  } catch {
    return {}
  }
}
