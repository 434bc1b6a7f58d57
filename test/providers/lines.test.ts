import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Line, linesOf } from '../../src/providers/http/lines.ts'

const plenty = { bytes: 1_000_000, lineLength: 1_000 }

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]) {
  let at = 0
  for (const size of sizes) {
    yield bytes.subarray(at, at + size)
    at += size
  }
  yield bytes.subarray(at)
}

async function read(text: string, { sizes = [], limits = plenty }: { sizes?: number[]; limits?: typeof plenty } = {}) {
  const reach = { bytes: 0, isCut: false }
  const lines: Line[] = []
  for await (const line of linesOf(inPieces(Buffer.from(text), sizes), limits, reach)) lines.push(line)
  return { lines, reach }
}

describe('lines of a text', () => {
  test('are the same, however the text is cut on its way', async () => {
    const lines = fc.array(
      fc.string({ unit: 'grapheme', maxLength: 20 }).map((line) => line.replaceAll(/[\r\n\uFEFF]/g, '')),
    )
    await fc.assert(
      fc.asyncProperty(lines, fc.array(fc.integer({ min: 0, max: 9 })), async (wanted, sizes) => {
        const { lines: found } = await read(wanted.map((line) => `${line}\n`).join(''), { sizes })
        expect(found.map(({ text }) => text)).toEqual(wanted)
      }),
    )
  })

  test.each([
    ['', []],
    ['one', ['one']],
    ['one\r\ntwo\r\n', ['one', 'two']],
    ['\n\n', ['', '']],
  ])('%j is %j', async (text, wanted) => {
    expect((await read(text)).lines.map((line) => line.text)).toEqual(wanted)
  })

  test('are cut if one is too long, and the next one is complete', async () => {
    const { lines } = await read(`${'x'.repeat(50)}\nnext\n`, {
      sizes: [7, 7, 7],
      limits: { ...plenty, lineLength: 10 },
    })
    expect(lines).toEqual([
      { text: 'x'.repeat(10), isCut: true },
      { text: 'next', isCut: false },
    ])
  })

  test('end if the text becomes too large, without half a line', async () => {
    const { lines, reach } = await read('first\nsecond\nthird\n', { sizes: [4, 4], limits: { ...plenty, bytes: 9 } })
    expect(lines.map(({ text }) => text)).toEqual(['first'])
    expect(reach).toEqual({ bytes: 9, isCut: true })
  })

  test('leave the rest of a text that is too large unread', async () => {
    let asked = 0
    async function* endless() {
      for (;;) {
        asked += 1
        yield Buffer.from('x'.repeat(999).concat('\n'))
      }
    }
    const reach = { bytes: 0, isCut: false }
    const lines: Line[] = []
    for await (const line of linesOf(endless(), { bytes: 5_000, lineLength: 10 }, reach)) lines.push(line)
    expect([lines.length, asked]).toEqual([5, 6])
  })
})
