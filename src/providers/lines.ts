import type { BodyStream } from './exchange.ts'

/** How much of a text is read at most. */
export type LineLimits = {
  /** Of the whole text. */
  bytes: number
  /** Of one line, in characters; what is longer is cut. */
  lineLength: number
}

/** One line without its line break. `isCut` where it was longer than Ferry reads. */
export type Line = { text: string; isCut: boolean }

/** How much was read, once `linesOf` has ended. */
export type Reach = { bytes: number /** The text was longer than Ferry reads. */; isCut: boolean }

/** The lines of UTF-8 text, one by one while it arrives; never more than one line and one piece are held. */
export async function* linesOf(body: BodyStream, limits: LineLimits, reach: Reach): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  const open: Line = { text: '', isCut: false }
  for await (const piece of body) {
    const room = limits.bytes - reach.bytes
    const taken = piece.subarray(0, room)
    reach.bytes += taken.length
    reach.isCut = piece.length > room
    yield* complete(open, decoder.decode(taken, { stream: true }), limits)
    // The line that is open now was not read to its end.
    if (reach.isCut) return
  }
  yield* complete(open, decoder.decode(), limits)
  if (open.text !== '') yield { ...open }
}

/** The lines that end in a piece of text; what follows the last line break stays open. */
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
