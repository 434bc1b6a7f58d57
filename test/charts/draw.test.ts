import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Chart } from '../../src/charts/chart.ts'
import { draw } from '../../src/charts/draw.ts'
import { figure, hostile, moment } from '../views/hostile.ts'
import { sampleChart } from './samples.ts'

describe('a drawn chart', () => {
  test('names what it shows, with units, and the zone of its times', () => {
    const texts = textsOf(draw(sampleChart()))
    expect(texts).toEqual(expect.arrayContaining(['live-orders → orders-mirror', 'copied 900', 'failed 20', 'UTC']))
    expect(texts).toEqual(expect.arrayContaining(['18:00', '21 Nov', '100', '4 GB']))
  })

  test('stacks what was copied and skipped, and lays what was requested across it', () => {
    const bars = barsOf(draw(sampleChart()))
    const [copied, skipped, mark] = ['#0072b2', 'url(#hatch)', '#15181d'].map((fill) =>
      bars.filter((bar) => bar.fill === fill && bar.height !== 10).at(-1),
    )
    expect(skipped?.height).toBeCloseTo((copied?.height ?? 0) / 4, 0)
    expect((skipped?.y ?? 0) + (skipped?.height ?? 0)).toBeCloseTo(copied?.y ?? 0, 1)
    expect(mark?.y).toBeLessThan(skipped?.y ?? 0)
  })

  test('has no bar where there was nothing', () => {
    const [objects, ...others] = sampleChart().panels
    const empty = {
      unit: 'objects',
      series: [{ label: 'failed 0', look: 'failed', values: new Map([[0, 0]]) }],
    } as const
    const drawn = draw(sampleChart({ panels: [...(objects === undefined ? [] : [objects]), empty, ...others] }))
    expect(barsOf(drawn).filter(({ fill, height }) => fill === '#d55e00' && height < 1)).toEqual([])
  })

  test('shows a long name small, and cuts an endless one', () => {
    const sizeOf = (title: string) =>
      Number(/font-size="([\d.]+)" font-weight="600"/.exec(draw(sampleChart({ title })))?.[1])
    expect(sizeOf('x'.repeat(45))).toBeLessThan(sizeOf('short'))
    expect(textsOf(draw(sampleChart({ title: 'x'.repeat(5000) })))[0]?.length).toBe(56)
  })
})

describe('whatever it is told', () => {
  const anyChart: fc.Arbitrary<Chart> = fc
    .record({
      title: hostile,
      subtitle: hostile,
      label: hostile,
      amounts: fc.array(fc.tuple(moment, figure), { maxLength: 60 }),
    })
    .map(({ title, subtitle, label, amounts }) => {
      const values = new Map(amounts.map(([at, amount]) => [at, Math.abs(amount)]))
      const looks = ['copied', 'skipped', 'failed', 'bytes', 'mark'] as const
      const panels = looks.map((look) => ({ unit: 'bytes', series: [{ label, look, values }] }) as const)
      return sampleChart({ title, subtitle, panels })
    })
  const known = ['svg', 'defs', 'pattern', 'rect', 'text', 'line']

  test('it holds no markup but its own and no number that is none', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        const drawn = draw(chart)
        expect(
          Array.from(drawn.matchAll(/<\/?([^\s/>]*)/g), ([, name]) => name).filter(
            (name) => !known.includes(name ?? ''),
          ),
        ).toEqual([])
        expect(drawn).not.toMatch(/="[^"]*(NaN|Infinity|undefined)[^"]*"/)
        expect(drawn).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;)/)
      }),
    )
  })

  test('names that look like markup are shown as they are', () => {
    const title = '"/><script>alert(1)</script><image href="file:///etc/passwd"/>&xxe;'
    expect(draw(sampleChart({ title }))).not.toMatch(/<script|<image|&xxe/)
    expect(textsOf(draw(sampleChart({ title: '<b>&"\'</b>' })))[0]).toBe('&lt;b&gt;&amp;&quot;&apos;&lt;/b&gt;')
  })
})

function textsOf(drawn: string): string[] {
  return Array.from(drawn.matchAll(/<text[^>]*>([^<]*)</g), ([, text]) => text ?? '')
}

function barsOf(drawn: string) {
  return Array.from(
    drawn.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="([^"]+)"/g),
    ([, y, height, fill]) => ({ y: Number(y), height: Number(height), fill }),
  )
}
