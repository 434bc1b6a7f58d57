import type { Series } from './chart.ts'
import { type Svg, svg } from './svg.ts'

/**
 * Colours of Okabe and Ito, which colour-blind people tell apart. None is told by its colour alone: skipped objects are
 * hatched, failed ones have a panel of their own, and what was requested is a line.
 */
const fills: Readonly<Record<Exclude<Series['look'], 'mark'>, string>> = {
  copied: '#0072b2',
  skipped: 'url(#hatch)',
  failed: '#d55e00',
  bytes: '#009e73',
}

/** White paper, whatever the theme of Slack around it; text on it has a contrast of 7 and more. */
export const ink = {
  paper: '#ffffff',
  frame: '#d0d3d8',
  grid: '#e3e5e8',
  axis: '#8d9198',
  faint: '#4b4f57',
  text: '#15181d',
}

export const patterns: Svg = svg`<defs>
  <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="4" height="4" fill="#dcecf6"/><rect width="1.6" height="4" fill="#0072b2"/>
  </pattern>
</defs>`

export type Box = { left: number; top: number; width: number; height: number }

export function bar(look: Series['look'], { left, top, width, height }: Box): Svg {
  if (look === 'mark')
    return svg`<rect x="${left}" y="${top - 0.75}" width="${width}" height="1.5" fill="${ink.text}"/>`
  return svg`<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${fills[look]}"/>`
}

/** The same, small, in front of its name. */
export function swatch(look: Series['look'], left: number, baseline: number): Svg {
  if (look === 'mark') return bar(look, { left, top: baseline - 4, width: 10, height: 0 })
  return svg`${bar(look, { left, top: baseline - 9, width: 10, height: 10 })}<rect x="${left}" y="${baseline - 9}" width="10" height="10" fill="none" stroke="${look === 'skipped' ? '#0072b2' : 'none'}" stroke-width="0.75"/>`
}
