import { html } from '../html.ts'
import type { Slice } from './chart-data.ts'

const radius = 90

/** Slices clockwise from the top. It is only the drawing; its user adds the words. */
export function PieChart({ slices }: { slices: readonly Slice[] }) {
  const total = slices.reduce((sum, { value }) => sum + value, 0)
  let before = 0
  return html`<svg class="chart-plot chart-pie" viewBox="-100 -100 200 200" aria-hidden="true">
    ${slices.map(({ value }, index) => {
      const [from, to] = [before / total, (before + value) / total]
      before += value
      return html`<path class="chart-series" data-series=${index + 1} d=${slicePath(from, to)} />`
    })}
  </svg>`
}

/** The path from one share of the circle to another. A whole circle is drawn as two halves, because it has no ends. */
function slicePath(from: number, to: number): string {
  if (to - from >= 1)
    return `M0 ${-radius}A${radius} ${radius} 0 1 1 0 ${radius}A${radius} ${radius} 0 1 1 0 ${-radius}z`
  const isLarge = to - from > 0.5 ? 1 : 0
  return `M0 0L${pointAt(from)}A${radius} ${radius} 0 ${isLarge} 1 ${pointAt(to)}z`
}

function pointAt(share: number): string {
  const angle = share * 2 * Math.PI
  return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`
}
