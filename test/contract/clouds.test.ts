import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { changedPolicy, newPolicy, policyFilter } from '../../src/providers/naver/requests.ts'
import { wirePage, wirePolicy } from '../../src/providers/naver/wire.ts'
import { newJob } from '../../src/providers/upcloud/requests.ts'
import { type Operation, readContract } from './contract.ts'
import { fieldsOfSchema } from './schema-fields.ts'

const naver = readContract('naver')
const upcloud = readContract('upcloud')

const sent: readonly [Operation | undefined, z.ZodType][] = [
  [operationIn(naver, 'GetMigrationJobList'), policyFilter],
  [operationIn(naver, 'CreateMigrationJob'), newPolicy.schema],
  [operationIn(naver, 'UpdateMigrationJob'), changedPolicy.schema],
  [operationIn(upcloud, 'CreateJob'), newJob.schema],
]

describe('the documents of NAVER and UpCloud', () => {
  test.each(sent)('have the fields that Ferry sends, and no others: $name', (operation, schema) => {
    const documented = (operation?.request ?? []).filter(({ place }) => place !== 'path')
    const own = fieldsOfSchema(schema)
    expect(own.map(({ path }) => path).toSorted()).toEqual(documented.map(({ path }) => path).toSorted())
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
    expect(pathsOf(wirePolicy).toSorted()).toEqual([...policy, 'targetBuketName'].toSorted())
    const page = operationIn(naver, 'GetMigrationJobList')?.answer.map(({ path }) => path) ?? []
    expect(pathsOf(wirePage).toSorted()).toEqual(page.filter((path) => !path.includes('.')).toSorted())
  })
})

function operationIn(contract: readonly Operation[], name: string): Operation | undefined {
  return contract.find((operation) => operation.name === name)
}

function pathsOf(schema: z.ZodType): string[] {
  return fieldsOfSchema(schema, 'input').map(({ path }) => path)
}
