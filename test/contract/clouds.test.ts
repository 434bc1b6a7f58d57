import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { objectMigration } from '../../src/providers/naver/api.ts'
import { policyFields, wirePage } from '../../src/providers/naver/wire.ts'
import { objectStorage } from '../../src/providers/upcloud/api.ts'
import { type Operation, readContract } from './contract.ts'
import { fieldsOfSchema } from './schema-fields.ts'

const naver = readContract('naver')
const upcloud = readContract('upcloud')
/** Fields that no document names. UpCloud's other lists have these, and if it refuses them, Ferry does without. */
const undocumented: Readonly<Record<string, readonly string[]>> = { ListJobs: ['limit', 'offset'] }
const endpoints = new Map(Object.entries({ ...objectMigration, ...objectStorage }))

describe('the documents of NAVER and UpCloud', () => {
  test.each([...naver, ...upcloud])('have the method, the path and the fields that Ferry sends: $name', (operation) => {
    const { method, path, query, body } = endpoints.get(operation.name) ?? {}
    expect(method).toBe(operation.method)
    expect(path).toBe(operation.path.replace(/^\/(migration-api\/v1|1\.3)/, '').replace(/\{\w+\}/g, nameInPath))
    const documented = operation.request.filter(({ place }) => place !== 'path')
    const own = [query, body].flatMap((schema) => (schema === undefined ? [] : fieldsOfSchema(schema)))
    const expected = [...documented.map(({ path: field }) => field), ...(undocumented[operation.name] ?? [])]
    expect(own.map(({ path: field }) => field).toSorted()).toEqual(expected.toSorted())
    for (const { path, choices, shapes } of documented) {
      const mine = own.find((field) => field.path === path)
      if (choices !== undefined) expect(mine?.choices?.toSorted(), path).toEqual(choices.toSorted())
      if (shapes.reference?.isMandatory) expect(mine?.isMandatory, path).toBe(true)
    }
  })

  // UpCloud documents no response.
  test('have the fields that Ferry reads of NAVER’s answers', () => {
    const policy = operationIn(naver, 'GetMigrationJob')?.answer.map(({ path }) => path) ?? []
    // Older documents spell it like this.
    expect(Object.keys(policyFields).toSorted()).toEqual([...policy, 'targetBuketName'].toSorted())
    const page = operationIn(naver, 'GetMigrationJobList')?.answer.map(({ path }) => path) ?? []
    expect(pathsOf(wirePage).toSorted()).toEqual(page.filter((path) => !path.includes('.')).toSorted())
  })
})

/** Ferry's name for a part of a path. */
function nameInPath(documented: string): string {
  return documented === '{service_uuid}' ? '{service}' : '{id}'
}

function operationIn(contract: readonly Operation[], name: string): Operation | undefined {
  return contract.find((operation) => operation.name === name)
}

function pathsOf(schema: z.ZodType): string[] {
  return fieldsOfSchema(schema, 'input').map(({ path }) => path)
}
