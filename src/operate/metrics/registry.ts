/**
 * Counters, gauges and histograms in Prometheus' text format (version 0.0.4). Labels come from closed sets in the code,
 * never from what a person typed. If one grows without bound after all, the excess is counted as `other`.
 */
export function createRegistry(): Registry {
  const metrics: { render(): string[] }[] = []
  return {
    counter(name, help, labels) {
      const series = createSeries(labels, () => ({ value: 0 }))
      metrics.push({ render: () => [...head(name, help, 'counter'), ...valueLines(name, series)] })
      return {
        add: (values, amount = 1) => {
          series.at(values).value += amount
        },
      }
    },
    gauge(name, help, labels) {
      const series = createSeries(labels, () => ({ value: 0 }))
      metrics.push({ render: () => [...head(name, help, 'gauge'), ...valueLines(name, series)] })
      return {
        set: (values, value) => {
          series.at(values).value = value
        },
      }
    },
    histogram(name, help, { labels, buckets }) {
      const series = createSeries(labels, () => ({ counts: buckets.map(() => 0), count: 0, sum: 0 }))
      metrics.push({ render: () => [...head(name, help, 'histogram'), ...histogramLines(name, buckets, series)] })
      return { observe: (values, value) => observe(series.at(values), buckets, value) }
    },
    render: () => `${metrics.flatMap((metric) => metric.render()).join('\n')}\n`,
  }
}

export type Registry = {
  /** Creates a counter. By convention, its name ends in `_total`. */
  counter<Label extends string>(name: string, help: string, labels: readonly Label[]): Counter<Label>
  gauge<Label extends string>(name: string, help: string, labels: readonly Label[]): Gauge<Label>
  histogram<Label extends string>(name: string, help: string, shape: HistogramShape<Label>): Histogram<Label>
  render(): string
}
/** Labels of one observation: a value for each declared label. */
export type Labels<Label extends string> = Readonly<Record<Label, string>>
export type Counter<Label extends string> = { add(labels: Labels<Label>, amount?: number): void }
export type Gauge<Label extends string> = { set(labels: Labels<Label>, value: number): void }
export type Histogram<Label extends string> = { observe(labels: Labels<Label>, value: number): void }
/** Shape of a histogram. `buckets` are upper bounds, ascending, without the last one (+Inf). */
export type HistogramShape<Label extends string> = { labels: readonly Label[]; buckets: readonly number[] }

type Series<Item> = { at(values: Readonly<Record<string, string>>): Item; entries(): Iterable<[string, Item]> }
type Distribution = { counts: number[]; count: number; sum: number }

const seriesAtMost = 1000

/** Items by their rendered labels: `verb="pause",outcome="ok"`. */
function createSeries<Item>(labels: readonly string[], create: () => Item): Series<Item> {
  const items = new Map<string, Item>()
  // Without labels, there is exactly one series, shown from the start.
  if (labels.length === 0) items.set('', create())
  return {
    at(values) {
      const wanted = renderLabels(labels.map((label) => [label, values[label] ?? '']))
      const isFull = items.size >= seriesAtMost && !items.has(wanted)
      const id = isFull ? renderLabels(labels.map((label) => [label, 'other'])) : wanted
      const item = items.get(id) ?? create()
      items.set(id, item)
      return item
    },
    entries: () => items.entries(),
  }
}

function observe(distribution: Distribution, buckets: readonly number[], value: number) {
  const index = buckets.findIndex((bound) => value <= bound)
  if (index >= 0) distribution.counts[index] = (distribution.counts[index] ?? 0) + 1
  distribution.count += 1
  distribution.sum += value
}

function head(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`, `# TYPE ${name} ${type}`]
}

function valueLines(name: string, series: Series<{ value: number }>): string[] {
  return Array.from(series.entries(), ([labels, { value }]) => line(name, labels, value))
}

function histogramLines(name: string, buckets: readonly number[], series: Series<Distribution>): string[] {
  return Array.from(series.entries()).flatMap(([labels, { counts, count, sum }]) => {
    let below = 0
    const bounded = buckets.map((bound, index) => {
      below += counts[index] ?? 0
      return line(`${name}_bucket`, withLabel(labels, 'le', String(bound)), below)
    })
    const unbounded = line(`${name}_bucket`, withLabel(labels, 'le', '+Inf'), count)
    return [...bounded, unbounded, line(`${name}_sum`, labels, sum), line(`${name}_count`, labels, count)]
  })
}

function line(name: string, labels: string, value: number): string {
  return `${name}${labels === '' ? '' : `{${labels}}`} ${value}`
}

function withLabel(labels: string, name: string, value: string): string {
  return [labels, renderLabels([[name, value]])].filter((part) => part !== '').join(',')
}

function renderLabels(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}="${escapeValue(value)}"`).join(',')
}

function escapeValue(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
