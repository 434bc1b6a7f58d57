import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { Resvg } from '@resvg/resvg-js'
import type { Chart } from './chart.ts'
import { draw } from './draw.ts'

/*
 * A worker thread: a chart goes in, a PNG comes out, and the thread ends. Its fonts come from a package, because slim
 * images have none.
 */
const fonts = [
  '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
]

const chart: Chart = workerData
const picture = new Resvg(draw(chart), {
  fitTo: { mode: 'zoom', value: 2 },
  font: {
    loadSystemFonts: false,
    fontFiles: fonts.map((font) => fileURLToPath(import.meta.resolve(font))),
    defaultFontFamily: 'Inter',
  },
})
parentPort?.postMessage(picture.render().asPng())
