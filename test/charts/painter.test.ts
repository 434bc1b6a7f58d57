import { describe, expect, test } from 'vitest'
import { createPainter } from '../../src/charts/painter.ts'
import { isAppError } from '../../src/errors.ts'
import { readPng } from './png.ts'
import { sampleChart } from './samples.ts'

describe('a painted chart', () => {
  test('is a PNG with twice as many pixels as a phone is wide, in the colours that tell its figures', async () => {
    const { width, height, counts } = readPng(await createPainter().paint(sampleChart()))
    expect(width).toBe(780)
    expect(height / width).toBeLessThan(1.3)
    for (const color of ['0072b2', 'd55e00', '009e73', 'ffffff']) expect(counts.get(color)).toBeGreaterThan(1000)
  })

  test('has its letters, although the machine need not have fonts', async () => {
    const dark = async (title: string) =>
      readPng(await createPainter().paint(sampleChart({ title }))).counts.get('15181d') ?? 0
    expect(await dark('mmmmmmmmmmmmmmmmmmmm')).toBeGreaterThan((await dark(' ')) + 500)
  })

  test('comes one after the other, all of them', async () => {
    const painter = createPainter()
    const pictures = await Promise.all([1, 2, 3].map(() => painter.paint(sampleChart())))
    expect(new Set(pictures.map((picture) => Buffer.from(picture).toString('base64'))).size).toBe(1)
  })
})

describe('what goes wrong costs a picture only', () => {
  const program = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  const failing = async (code: string, timeoutMs = 5000) =>
    createPainter({ program: program(code), timeoutMs })
      .paint(sampleChart())
      .then(() => 'painted')
      .catch((error: unknown) => (isAppError(error, 'picture_failed') ? error.details.reason : error))

  test.each([
    ['throw new Error("no binary for this platform")', 'the painter failed'],
    ['process.exit(0)', 'the painter ended'],
    ['import("node:worker_threads").then(({ parentPort }) => parentPort.postMessage("text"))', 'no picture came out'],
  ])('%s', async (code, reason) => {
    expect(await failing(code)).toBe(reason)
  })

  test('a painter that never ends is stopped', async () => {
    expect(await failing('setInterval(() => {}, 1000)', 300)).toBe('it took too long')
  })

  test('a painter sees nothing of the environment', async () => {
    process.env.FERRY_TEST_SECRET = 'not-a-secret'
    const code = 'throw new Error(Object.keys(process.env).join())'
    const failure: unknown = await createPainter({ program: program(code) })
      .paint(sampleChart())
      .catch((error: unknown) => error)
    expect(isAppError(failure) && failure.cause instanceof Error ? failure.cause.message : failure).toBe('')
    delete process.env.FERRY_TEST_SECRET
  })

  test('more than can wait are refused at once, and the next is painted again', async () => {
    const code = 'import("node:worker_threads").then(({ parentPort }) => parentPort.postMessage(new Uint8Array([1])))'
    const painter = createPainter({ program: program(code) })
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => painter.paint(sampleChart())))
    expect(outcomes.filter(({ status }) => status === 'rejected').length).toBe(2)
    expect(await painter.paint(sampleChart())).toEqual(new Uint8Array([1]))
  })
})
