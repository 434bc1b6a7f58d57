import { describe, expect, test } from 'vitest'
import { type Field, readContract } from '../contract.ts'
import { driveEverything, type Exchange } from './exchanges.ts'
import { neverSent, reasonFor } from './left-out.ts'

const contract = readContract('huawei')

describe('everything that Ferry can do with a Huawei account', () => {
  test('reaches every operation and every field of both documents, except those left out for a reason', async () => {
    const exchanges = await driveEverything()
    const reached = new Set(exchanges.map(({ operation }) => operation.name))
    expect(contract.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual([])
    const missing = contract.flatMap((operation) => {
      const sent = exchanges.filter((exchange) => exchange.operation.name === operation.name)
      const wanted = operation.request.filter((field) => reasonFor(neverSent, operation, field) === undefined)
      const unsent = wanted.filter((field) => !sent.some((exchange) => isSentIn(exchange, field)))
      return unsent.map(({ path }) => `${operation.name} ${path}`)
    })
    expect(missing).toEqual([])
  })
})

function isSentIn({ query, body }: Exchange, { place, path }: Field): boolean {
  if (place === 'path') return true
  return place === 'query' ? Object.hasOwn(query, path) : isWithin(body, path.split('.'))
}

function isWithin(value: unknown, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return value !== undefined
  if (Array.isArray(value)) return value.some((item) => isWithin(item, [name, ...rest]))
  if (typeof value !== 'object' || value === null) return false
  const found = Object.entries(value).find(([key]) => key === name)
  return found !== undefined && isWithin(found[1], rest)
}
