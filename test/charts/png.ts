import { inflateSync } from 'node:zlib'

/** What a test wants to know of a PNG of eight bits a channel with transparency, which is what resvg writes. */
export type Pixels = {
  width: number
  height: number /** How many pixels have a colour, by `rrggbb`. */
  counts: Map<string, number>
}

export function readPng(png: Uint8Array): Pixels {
  const file = Buffer.from(png)
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)]
  const rows = unfiltered(inflateSync(Buffer.concat([...dataOf(file)])), { stride: width * 4, height })
  const tallies = new Map<number, number>()
  for (let row = 1; row <= height; row += 1) {
    for (let column = 1; column <= width; column += 1) {
      const color = rows.readUIntBE((row * (width + 1) + column) * 4, 3)
      tallies.set(color, (tallies.get(color) ?? 0) + 1)
    }
  }
  const counts = new Map([...tallies].map(([color, count]) => [color.toString(16).padStart(6, '0'), count]))
  return { width, height, counts }
}

function* dataOf(file: Buffer): Generator<Buffer> {
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') yield file.subarray(at + 8, at + 8 + file.readUInt32BE(at))
  }
}

/** What was taken from each byte of a row, by the row's first byte. */
const predictors: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
]

function unfiltered(raw: Buffer, { stride, height }: { stride: number; height: number }): Buffer {
  // A row and a pixel of nothing before the first ones, which need no exceptions then.
  const width = stride + 4
  const out = Buffer.alloc(width * (height + 1))
  for (let row = 0; row < height; row += 1) {
    const from = row * (stride + 1)
    const predict = predictors[raw[from] ?? 0] ?? paeth
    for (let column = 0; column < stride; column += 1) {
      const at = (row + 1) * width + 4 + column
      const taken = predict(out[at - 4] ?? 0, out[at - width] ?? 0, out[at - width - 4] ?? 0)
      out[at] = (raw[from + 1 + column] ?? 0) + taken
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner)
  const toUp = Math.abs(left - corner)
  const toCorner = Math.abs(left + up - 2 * corner)
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
