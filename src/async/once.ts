/** Reads something when it is first asked for, and gives that to whoever asks again. A failure is remembered, too. */
export function once<Read>(read: () => Promise<Read>): () => Promise<Read> {
  let reading: Promise<Read> | undefined
  return () => {
    reading ??= read()
    return reading
  }
}
