import type { Answer } from '../cloud/http.ts'
import type { Call } from './gateway.ts'
import { Refusal } from './refusals.ts'

/** The regions as recorded in 2024. */
const regions = [
  region('apac-1', ['sg-sin1']),
  region('europe-1', ['fi-hel2', 'de-fra1', 'es-mad1', 'fi-hel1', 'nl-ams1', 'pl-waw1', 'uk-lon1', 'se-sto1']),
  region('europe-2', ['de-fra1', 'fi-hel2', 'es-mad1', 'fi-hel1', 'nl-ams1', 'pl-waw1', 'uk-lon1', 'se-sto1']),
]

export function listRegions(): Answer {
  return { status: 200, body: regions }
}

export function getRegion({ params }: Call): Answer {
  const found = regions.find(({ name }) => name === params.name)
  if (!found) throw new Refusal('RESOURCE_NOT_FOUND')
  return { status: 200, body: found }
}

/** The zones of a region. The first one is the primary zone. */
function region(name: string, zones: readonly string[]) {
  return { name, primary_zone: zones[0], zones: zones.map((zone) => ({ name: zone })) }
}
