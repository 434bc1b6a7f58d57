import { describe, expect, test } from 'vitest'
import { isAppError } from '../../../src/errors/errors.ts'
import type { FetchJson } from '../../../src/providers/http/http.ts'
import { type Edition, fieldsIn, isIn, readContract } from '../contract.ts'
import { driveEverything, type Probe } from './exchanges.ts'

const contract = readContract('huawei')
const editions: readonly Edition[] = ['reference', 'sdk']

describe.each(editions)('the simulated OMS that follows the %s', (edition) => {
  test('answers with its fields, and no others', async () => {
    const exchanges = await driveEverything({ contract: edition })
    const differences = contract
      .filter((operation) => isIn(edition, operation) && operation.answer.length > 0)
      .flatMap((operation) => {
        const answers = exchanges.filter((exchange) => exchange.operation.name === operation.name)
        const told = new Set(answers.flatMap(({ answer }) => pathsIn(answer)))
        const documented = fieldsIn(edition, operation.answer).map(({ path }) => path)
        const lacking = documented.filter((path) => !told.has(path)).map((path) => `${operation.name} lacks ${path}`)
        const foreign = [...told].filter((path) => !documented.includes(path))
        return [...lacking, ...foreign.map((path) => `${operation.name} has ${path}`)]
      })
    expect(differences).toEqual([])
  })

  test('refuses a request without a mandatory field, and names the field', async () => {
    const taken = new Set<string>()
    await driveEverything({ contract: edition }, probing(edition, taken))
    expect([...taken].toSorted()).toEqual(notDemanded.toSorted())
  })
})

/** Fields that the document makes mandatory and the simulator does not, each for a reason. */
const notDemanded: readonly string[] = [
  // The document gives the mandatory field a default.
  'ShowCdnInfo source_cdn.authentication_type',
  'CreateTask source_cdn.authentication_type',
  'CreateTaskGroup source_cdn.authentication_type',
  'CreateSyncTask source_cdn.authentication_type',
  ...['ShowBucketObjects', 'ShowCdnInfo', 'ShowBucketList', 'ShowBucketRegion', 'CheckPrefix'].map(
    (name) => `${name} cloud_type`,
  ),
]

/** Sends each request without one of its mandatory fields at a time, and collects those that were accepted. */
function probing(edition: Edition, taken: Set<string>): (fetchJson: FetchJson) => Probe {
  const probed = new Set<string>()
  return (fetchJson) => async (request, operation) => {
    const mandatory = operation.request.filter(({ place, shapes }) => place === 'body' && shapes[edition]?.isMandatory)
    for (const { path } of mandatory) {
      const name = `${operation.name} ${path}`
      const body = without(path, request.body)
      if (body === request.body || probed.has(name)) continue
      probed.add(name)
      const refusal = await fetchJson({ ...request, body }).catch((error: unknown) => error)
      if (!isRefusalOf(path, refusal)) taken.add(name)
    }
  }
}

function isRefusalOf(path: string, refusal: unknown): boolean {
  const detail = isAppError(refusal, 'provider_refused') ? String(refusal.details.detail) : ''
  return detail.replaceAll(/\.\d+/g, '').includes(`[${path}]`)
}

function without(path: string, body = 'null'): string {
  return JSON.stringify(lacking(JSON.parse(body), path.split('.')))
}

function lacking(value: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => lacking(item, [name, ...rest]))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    if (key !== name) return [[key, inner]]
    return rest.length === 0 ? [] : [[key, lacking(inner, rest)]]
  })
  return Object.fromEntries(entries)
}

function pathsIn(value: unknown, above = ''): string[] {
  if (Array.isArray(value)) {
    const plain = value.some((item) => typeof item !== 'object') && above === '' ? ['[]'] : []
    return [...plain, ...value.flatMap((item) => pathsIn(item, above))]
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = above === '' ? name : `${above}.${name}`
    return [path, ...pathsIn(inner, path)]
  })
}
