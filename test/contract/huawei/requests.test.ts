import { describe, expect, test } from 'vitest'
import { type Field, type Operation, readContract } from '../contract.ts'
import { fieldsOfSchema } from '../schema-fields.ts'
import { neverSent, reasonFor } from './left-out.ts'
import { requestSchemas } from './requests.ts'

const contract = readContract('huawei')
/** What stands in a path is checked where it is put into one. */
const requestsOf = ({ request }: Operation) => request.filter(({ place }) => place !== 'path')
const operations = contract.filter((operation) => requestsOf(operation).length > 0)

/** Fields that Ferry always sends, though the documents let them be left out. */
const alwaysSent: readonly string[] = [
  // A default that nobody sees is no choice.
  'CreateTask task_type',
  'CreateTask src_node.cloud_type',
  'CreateTaskGroup task_type',
  'CreateTaskGroup src_node.cloud_type',
  'CreateTaskGroup dst_node.cloud_type',
  // OMS keeps no keys, so a retry without them fails.
  'RetryTaskGroup dst_ak',
  'RetryTaskGroup dst_sk',
]

/** The reference calls it mandatory, and the newest SDK does not have it. */
const mayBeLeftOut: readonly string[] = ['CreateTaskGroup enable_kms']

test('every operation that takes anything has a schema, and no other has', () => {
  expect(Object.keys(requestSchemas).toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
})

describe.each(operations)('what Ferry sends to $name', (operation) => {
  const schema = requestSchemas[operation.name]
  const own = schema === undefined ? [] : fieldsOfSchema(schema)
  const fields = requestsOf(operation)
  const both = own.flatMap((mine) => {
    const documented = fields.find(({ path }) => path === mine.path)
    return documented === undefined ? [] : [{ mine, documented }]
  })

  test('has every field of the documents but those that are left out for a reason', () => {
    const missing = fields.filter(({ path }) => own.every((mine) => mine.path !== path))
    expect(missing.filter((field) => reasonFor(neverSent, operation, field) === undefined).map(pathOf)).toEqual([])
  })

  test('has no field that is in neither document', () => {
    expect(own.map(pathOf).filter((path) => fields.every((field) => field.path !== path))).toEqual([])
  })

  test('must have the fields that the documents call mandatory', () => {
    const differing = both.filter(({ mine, documented }) => mine.isMandatory !== isMandatory(documented))
    const paths = differing.map(({ mine }) => `${operation.name} ${mine.path}`)
    expect(paths.filter((path) => ![...alwaysSent, ...mayBeLeftOut].includes(path))).toEqual([])
  })

  test('is no longer and no greater than the documents allow', () => {
    const tooLong = both.filter(({ mine, documented }) => {
      const { most = Number.POSITIVE_INFINITY, mostItems = Number.POSITIVE_INFINITY } =
        documented.shapes.reference ?? {}
      return (mine.most ?? 0) > most || (mine.mostItems ?? 0) > mostItems
    })
    expect(tooLong.map(({ mine }) => mine.path)).toEqual([])
  })

  test('offers the choices of the documents', () => {
    const enumerated = both.filter(({ documented }) => documented.choices !== undefined)
    for (const { mine, documented } of enumerated) {
      expect(mine.choices?.toSorted(), mine.path).toEqual(documented.choices?.toSorted())
    }
  })
})

test('nothing is excused that is there', () => {
  const paths = operations.flatMap(({ name, request }) => request.map(({ path }) => `${name} ${path}`))
  expect([...alwaysSent, ...mayBeLeftOut].filter((path) => !paths.includes(path))).toEqual([])
  for (const entry of neverSent) {
    const named = operations.flatMap((operation) =>
      operation.request.filter((field) => reasonFor([entry], operation, field) !== undefined),
    )
    expect(new Set(named.map(({ path }) => path.split('.').at(-1)))).toEqual(new Set(entry.fields))
  }
})

function pathOf({ path }: { path: string }): string {
  return path
}

function isMandatory({ shapes }: Field): boolean {
  return Object.values(shapes).some((shape) => shape.isMandatory)
}
