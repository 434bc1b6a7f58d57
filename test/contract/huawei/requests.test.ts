import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { oms } from '../../../src/providers/huawei/oms.ts'
import { type Field, type Operation, readContract } from '../contract.ts'
import { fieldsOfSchema, type SchemaField } from '../schema-fields.ts'
import { neverSent, reasonFor } from './left-out.ts'

const contract = readContract('huawei')
/** The fields of a request outside the path. Fields in a path are checked where the path is built. */
const requestsOf = ({ request }: Operation) => request.filter(({ place }) => place !== 'path')
const operations = contract.filter((operation) => requestsOf(operation).length > 0)

/** Fields that Ferry always sends, although the documents make them optional. */
const alwaysSent: readonly string[] = [
  // Ferry states the choice instead of relying on a default.
  'CreateTask task_type',
  'CreateTask src_node.cloud_type',
  'CreateTaskGroup task_type',
  'CreateTaskGroup src_node.cloud_type',
  'CreateTaskGroup dst_node.cloud_type',
  // OMS does not store keys, so a retry without them fails.
  'RetryTaskGroup dst_ak',
  'RetryTaskGroup dst_sk',
]

/** Fields that Ferry may leave out, because the reference makes them mandatory and the newest SDK lacks them. */
const mayBeLeftOut: readonly string[] = ['CreateTaskGroup enable_kms']

const endpoints = new Map(Object.entries(oms))

test('every operation has the documented method and path, and takes input if the document does', () => {
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

/** The fields of a request schema. Some of their limits show only before the schema transforms a value. */
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

  test('includes every documented field, except those left out for a reason', () => {
    const missing = fields.filter(({ path }) => own.every((mine) => mine.path !== path))
    expect(missing.filter((field) => reasonFor(neverSent, operation, field) === undefined).map(pathOf)).toEqual([])
  })

  test('includes no undocumented field', () => {
    expect(own.map(pathOf).filter((path) => fields.every((field) => field.path !== path))).toEqual([])
  })

  test('requires the fields that the documents make mandatory', () => {
    const differing = both.filter(({ mine, documented }) => mine.isMandatory !== isMandatory(documented))
    const paths = differing.map(({ mine }) => `${operation.name} ${mine.path}`)
    expect(paths.filter((path) => ![...alwaysSent, ...mayBeLeftOut].includes(path))).toEqual([])
  })

  test('stays within the documented limits', () => {
    const tooLong = both.filter(({ mine, documented }) => {
      const { most = Number.POSITIVE_INFINITY, mostItems = Number.POSITIVE_INFINITY } =
        documented.shapes.reference ?? {}
      return (mine.most ?? 0) > most || (mine.mostItems ?? 0) > mostItems
    })
    expect(tooLong.map(({ mine }) => mine.path)).toEqual([])
  })

  test('offers the documented choices', () => {
    const enumerated = both.filter(({ documented }) => documented.choices !== undefined)
    for (const { mine, documented } of enumerated) {
      expect(mine.choices?.toSorted(), mine.path).toEqual(documented.choices?.toSorted())
    }
  })
})

test('every exception is needed', () => {
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
