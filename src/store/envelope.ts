import type { DeserializedData } from 'keyv'

/** The text in which Keyv keeps a value. Its own serializer treats strings with a colon in front specially. */
export function writeEnvelope<Value>(data: DeserializedData<Value>): string {
  return JSON.stringify(data)
}

/** Never throws, since that would end Keyv's iteration at the first broken record: nonsense becomes no value. */
export function readEnvelope<Value>(text: string): DeserializedData<Value> {
  try {
    const envelope = JSON.parse(text)
    return typeof envelope === 'object' && envelope !== null ? envelope : {}
  } catch {
    return {}
  }
}
