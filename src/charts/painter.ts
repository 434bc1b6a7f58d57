import { Worker } from 'node:worker_threads'
import { AppError, isAppError } from '../errors.ts'
import type { Chart } from './chart.ts'

export type Painter = {
  /** A PNG, with twice as many pixels as it is shown with. Throws AppError picture_failed, whatever went wrong. */
  paint(chart: Chart): Promise<Uint8Array<ArrayBuffer>>
}

export type PainterParts = {
  /** Runs in a thread; takes the chart as its `workerData` and answers with one message. */
  program?: URL
  timeoutMs?: number
}

/** Pictures at once beyond this are refused: the words of an answer do without. */
const mostWaiting = 10

/**
 * Paints one picture after the other, each in a thread of its own: it takes some hundred milliseconds in which nothing
 * else could be answered, and what was loaded for it goes with the thread.
 */
export function createPainter({ program = threadProgram, timeoutMs = 15_000 }: PainterParts = {}): Painter {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return {
    async paint(chart) {
      if (waiting >= mostWaiting) throw new AppError('picture_failed', { reason: 'too many at once' })
      waiting += 1
      const painted = last.then(() => paintInThread(chart, { program, timeoutMs }))
      last = painted.catch(() => undefined)
      return painted.finally(() => {
        waiting -= 1
      })
    },
  }
}

const threadProgram = new URL('./thread.ts', import.meta.url)

async function paintInThread(
  chart: Chart,
  { program, timeoutMs }: Required<PainterParts>,
): Promise<Uint8Array<ArrayBuffer>> {
  // What paints needs no secrets, so the thread gets no environment.
  let worker: Worker | undefined
  try {
    worker = new Worker(program, { workerData: chart, env: {}, resourceLimits: { maxOldGenerationSizeMb: 128 } })
    return await pictureFrom(worker, timeoutMs)
  } catch (error) {
    throw isAppError(error) ? error : new AppError('picture_failed', { reason: 'no thread began' }, { cause: error })
  } finally {
    await worker?.terminate()
  }
}

function pictureFrom(worker: Worker, timeoutMs: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string, cause?: unknown) => {
      clearTimeout(timer)
      reject(new AppError('picture_failed', { reason }, { cause }))
    }
    const timer = setTimeout(() => fail('it took too long'), timeoutMs)
    worker.once('message', (picture: unknown) => {
      clearTimeout(timer)
      if (picture instanceof Uint8Array) resolve(new Uint8Array(picture))
      else fail('no picture came out')
    })
    worker.once('error', (error) => fail('the painter failed', error))
    worker.once('exit', () => fail('the painter ended'))
  })
}
