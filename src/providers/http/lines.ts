import type { BodyStream } from './exchange.ts'

/** The most that is read of a text. */
export type LineLimits = {
  /** Bytes of the whole text. */
  bytes: number
  /** Characters of one line. A longer line is cut. */
  lineLength: number
}

/** One line without its line break. `isCut` if it was longer than Ferry reads. */
export type Line = { text: string; isCut: boolean }

/** How much of a text was read, once `linesOf` has ended. */
export type Reach = { bytes: number /** Whether the text was longer than Ferry reads. */; isCut: boolean }

/** The lines of UTF-8 text, one by one while the text arrives. Holds no more than one line and one piece. */
export async function* linesOf(body: BodyStream, limits: LineLimits, reach: Reach): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  const open: Line = { text: '', isCut: false }
  for await (const piece of body) {
    const room = limits.bytes - reach.bytes
    const taken = piece.subarray(0, room)
    reach.bytes += taken.length
    reach.isCut = piece.length > room
    yield* complete(open, decoder.decode(taken, { stream: true }), limits)
    // The open line was not read to its end, so it is left out.
    if (reach.isCut) return
  }
  yield* complete(open, decoder.decode(), limits)
  if (open.text !== '') yield { ...open }
}

/** The lines that a piece of text completes. The text after its last line break stays in `open`. */
function* complete(open: Line, piece: string, limits: LineLimits): Generator<Line> {
  const [first = '', ...others] = piece.split('\n')
  extend(open, first, limits)
  for (const next of others) {
    yield { text: open.text.replace(/\r$/, ''), isCut: open.isCut }
    Object.assign(open, { text: '', isCut: false })
    extend(open, next, limits)
  }
}

function extend(open: Line, more: string, { lineLength }: LineLimits): void {
  const room = lineLength - open.text.length
  open.isCut ||= more.length > room
  open.text += more.slice(0, Math.max(0, room))
}
