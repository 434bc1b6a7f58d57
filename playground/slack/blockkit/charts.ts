import { duplicates } from './checks.ts'
import { violation } from './error.ts'
import { isObject, listOf } from './inspect.ts'
import { objectsIn } from './placed.ts'
import { type Check, list, number, object, string, typed } from './rule.ts'

const name = string({ max: 20 })
const axisLabel = string({ min: 0, max: 50 })

const isPositive: Check = ({ value }) => {
  if (typeof value !== 'number' || value > 0) return []
  const message = 'must be more than 0'
  return [violation({ pointer: '/value', message, type: 'min', expected: 'more than 0', got: value })]
}

const uniqueSeries: Check = ({ series }) => duplicates(objectsIn(series, '/series'), 'name')

/** A rule: each series has exactly one point for each category, and no others. */
const pointsMatchCategories: Check = ({ series, axis_config: axis }) => {
  const expected = strings(listOf(isObject(axis) && axis.categories)).sort()
  return listOf(series).flatMap((one, index) => {
    const labels = listOf(isObject(one) && one.data).map((point) => isObject(point) && point.label)
    const got = strings(labels).sort()
    if (got.join('\n') === expected.join('\n')) return []
    const message = 'must have exactly one data point for each category'
    return [violation({ pointer: `/series/${index}/data`, message, type: 'categories', expected, got })]
  })
}

/** A rule: categories have different names, because points name their category. */
const uniqueCategories: Check = ({ categories }) => {
  const names = listOf(categories)
  return names.flatMap((got, index) => {
    if (names.indexOf(got) === index) return []
    const message = 'already exists for another category'
    return [violation({ pointer: `/categories/${index}`, message, type: 'unique', expected: 'a new value', got })]
  })
}

// One source allows 12 series, the reference 6.
const cartesian = object(
  {
    series: list(object({ name, data: list(object({ label: name, value: number }), { max: 20 }) }), { max: 6 }),
    axis_config: object(
      { categories: list(name, { max: 20 }), 'x_label?': axisLabel, 'y_label?': axisLabel },
      uniqueCategories,
    ),
  },
  uniqueSeries,
  pointsMatchCategories,
)

const pie = object({ segments: list(object({ label: name, value: number }, isPositive), { max: 6 }) })

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block. Not in @slack/types 3.2.0. */
export const chart = typed({ line: cartesian, bar: cartesian, area: cartesian, pie })

function strings(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string')
}
