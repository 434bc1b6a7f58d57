/** Round numbers from one at or below `low` to one at or above `high`, about as many as wanted. */
export function roundTicks(low: number, high: number, wanted = 4): number[] {
  const step = roundStep((high - low || 1) / wanted)
  const first = Math.floor(low / step)
  const count = Math.ceil(high / step) - first
  return Array.from({ length: Math.max(1, count) + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** The smallest number that is 1, 2 or 5 times a power of ten and at least as large as the step. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const digit = [1, 2, 5].find((one) => one * power >= step) ?? 10
  return digit * power
}

/** How many labels to skip so that the others do not touch. Widths are in the chart's own units. */
export function labelInterval(labels: readonly string[], stepWidth: number): number {
  return Math.max(1, Math.ceil((Math.max(...labels.map(labelWidth)) + gap) / stepWidth))
}

/** Width of a label, approximately. */
export function labelWidth(label: string): number {
  return label.length * letterWidth
}

/** Width of a digit on the axes, which is wider than the average letter. */
const letterWidth = 6.4
const gap = 6
