import { describe, expect, test } from 'vitest'
import { type Field, type Operation, readContract } from '../contract.ts'
import { answerReaders, type Values } from './answers.ts'
import { neverRead, reasonFor } from './left-out.ts'

const operations = readContract('huawei').filter(({ answer }) => answer.length > 0)

test('Ferry reads the response of every operation that has one, and no other', () => {
  expect(Object.keys(answerReaders).toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
})

// If a field is used, the result changes when it is missing.
test.each(operations)(
  'Ferry uses every field in the response to $name, except those left out for a reason',
  (operation) => {
    const unused = operation.answer.filter((field) => !isUsed(operation, field))
    expect(
      unused.filter((field) => reasonFor(neverRead, operation, field) === undefined).map(({ path }) => path),
    ).toEqual([])
  },
)

describe('a field left out of a response', () => {
  test.each(neverRead)('is documented and not used: $fields', (entry) => {
    const fields = operations.flatMap((operation) => {
      const named = operation.answer.filter((field) => reasonFor([entry], operation, field) !== undefined)
      return named.map((field) => ({ operation, field }))
    })
    expect(new Set(fields.map(({ field }) => field.path.split('.').at(-1)))).toEqual(new Set(entry.fields))
    expect(fields.filter(({ operation, field }) => isUsed(operation, field)).map(({ field }) => field.path)).toEqual([])
  })
})

/** Whether leaving out the field changes what Ferry makes of the response, in any of the samples. */
function isUsed(operation: Operation, { path }: Field): boolean {
  const { read, samples } = answerReaders[operation.name] ?? { read: () => undefined, samples: [] }
  const seen = (answer: unknown) => {
    try {
      return JSON.stringify(read(answer))
    } catch {
      return 'unreadable'
    }
  }
  return samples.some((values) => seen(answerOf(operation, values)) !== seen(answerOf(operation, values, path)))
}

/** A complete response, or one that lacks a field. */
function answerOf({ answer }: Operation, values: Values, without?: string): unknown {
  const [only] = answer
  if (only?.path === '[]') return without === undefined ? ['a name'] : []
  const whole = objectOf(answer, { values, without, above: '' })
  return isBareArray(answer) ? [whole] : whole
}

/** Whether the response is a list of objects. Only one operation has such a response. */
function isBareArray(answer: readonly Field[]): boolean {
  return answer.some(({ path }) => path === 'region_list')
}

type Making = { values: Values; without: string | undefined; above: string }

function objectOf(fields: readonly Field[], making: Making): Record<string, unknown> {
  const { above, without } = making
  const own = fields.filter(({ path }) => path.startsWith(above) && !path.slice(above.length).includes('.'))
  const entries = own
    .filter(({ path }) => path !== without)
    .map((field) => [field.path.slice(above.length), sampleOf(fields, field, making)])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function sampleOf(fields: readonly Field[], field: Field, making: Making): unknown {
  const name = field.path.split('.').at(-1) ?? ''
  const shape = field.shapes.reference ?? field.shapes.sdk
  const isObject = fields.some(({ path }) => path.startsWith(`${field.path}.`))
  if (!isObject && Object.hasOwn(making.values, name)) return making.values[name]
  const one = isObject ? objectOf(fields, { ...making, above: `${field.path}.` }) : plainValue(shape?.type, name)
  return shape?.isArray ? [one] : one
}

function plainValue(type: string | undefined, name: string): unknown {
  if (type === 'Boolean' || type === 'boolean') return true
  return type === 'String' || type === 'string' ? `some ${name}` : numberFor(name)
}

/** A different number for each name, so that Ferry cannot confuse two fields unnoticed. */
function numberFor(name: string): number {
  return [...name].reduce((sum, letter, index) => sum + letter.charCodeAt(0) * (index + 1), 0)
}
