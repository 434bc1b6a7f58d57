import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { maybe, part, reader, readRow, required, row } from '../../src/providers/wire/reader.ts'
import { figure, flag, instant, number, text } from '../../src/providers/wire/scalars.ts'

const place = { bucket: text, names: maybe(z.array(z.string())), listed: flag }
const rules = z.array(z.object({ start: text, speed: figure }))
const shape = {
  id: z.string().regex(/^\d+$/),
  name: text,
  status: number,
  version: required((told) => (typeof told === 'number' ? told : undefined), 'Expected a version'),
  size: figure,
  at: instant,
  isOver: flag.pipe(z.boolean().optional()),
  size2: reader((told) => (typeof told === 'number' ? told * 2 : undefined)),
  rules: maybe(rules),
}
/** The same fields as zod reads them without any help. */
const asZod = z.object({ ...shape, place: missing(z.object(place)), rules: missing(rules) })
const asRow = row({ ...shape, place: part(place) })

function missing<Schema extends z.ZodType>(schema: Schema) {
  return schema
    .nullish()
    .transform((told) => told ?? undefined)
    .catch(undefined)
}

const value = fc.oneof(
  { depthSize: 'small' },
  fc.constantFrom('', '7', '12.5', 'true', 'FALSE', '2026-11-25T07:00:00Z', 'some text', -1, 3, 2 ** 60),
  fc.constantFrom<unknown>(null, undefined, true, [], {}, ['a', ''], ['a', 3]),
  fc.array(fc.record({ start: fc.string(), speed: fc.constantFrom<unknown>(1, -1, '5', null) })),
  fc.record({ bucket: fc.constantFrom<unknown>('b', 7, null), names: fc.constantFrom<unknown>(['a'], 'a', null) }),
  fc.jsonValue(),
)
const names = [...Object.keys(shape), 'place', 'another']
const answer = fc.oneof(
  fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }),
  fc.record({ id: fc.constant('1912'), version: value, name: value, size: value, place: value, rules: value }),
  value,
)

test('a row is read and refused as zod reads and refuses an object with the same fields, in the same words', () => {
  fc.assert(
    fc.property(answer, (told) => {
      const [own, zods] = [asRow.safeParse(told), asZod.safeParse(told)]
      expect(own.data).toEqual(zods.data)
      expect(own.error && z.prettifyError(own.error)).toBe(zods.error && z.prettifyError(zods.error))
      expect(readRow(asRow, told)).toEqual(own)
    }),
    { numRuns: 500 },
  )
})
