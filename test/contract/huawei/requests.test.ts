import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { oms } from '../../../src/providers/huawei/oms.ts'
import { type Field, type Operation, readContract } from '../contract.ts'
import { fieldsOfSchema, type SchemaField } from '../schema-fields.ts'
import { neverSent, reasonFor } from './left-out.ts'

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

const endpoints = new Map(Object.entries(oms))

test('every operation is called where the documents have it, and takes something where it does there', () => {
  const called = [...endpoints].map(([name, { method, path, below, query, body }]) => {
    const root = below === 'host' ? '' : '/v2/{project_id}'
    return { name, method, path: `${root}${path}`, takes: query !== undefined || body !== undefined }
  })
  const documented = contract.map((operation) => {
    const { name, method, path } = operation
    const own = path.replace(/\{(?!project_id)\w+\}/, '{id}')
    return { name, method, path: own, takes: requestsOf(operation).length > 0 }
  })
  expect(called.toSorted(byName)).toEqual(documented.toSorted(byName))
})

/** The fields of an order as it is given and as it is sent: each tells something that the other does not. */
function fieldsOf(schema: z.ZodType): SchemaField[] {
  const given = new Map(fieldsOfSchema(schema, 'input').map((field) => [field.path, field]))
  return fieldsOfSchema(schema).map((sent) => {
    const { most, mostItems, choices } = given.get(sent.path) ?? sent
    return {
      ...sent,
      most: sent.most ?? most,
      mostItems: sent.mostItems ?? mostItems,
      choices: sent.choices ?? choices,
    }
  })
}

describe.each(operations)('what Ferry sends to $name', (operation) => {
  const { query, body } = endpoints.get(operation.name) ?? {}
  const own = [query, body].flatMap((schema) => (schema === undefined ? [] : fieldsOf(schema)))
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

function byName(one: { name: string }, other: { name: string }): number {
  return one.name.localeCompare(other.name)
}

function pathOf({ path }: { path: string }): string {
  return path
}

function isMandatory({ shapes }: Field): boolean {
  return Object.values(shapes).some((shape) => shape.isMandatory)
}
