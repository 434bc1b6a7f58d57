import type { Answer } from '../cloud/http.ts'
import { authenticate } from './access.ts'
import type { Call } from './gateway.ts'
import { Refusal } from './refusals.ts'

const VERSIONS = [
  { id: 'v1', updated: '2020-01-01T12:00:00Z', status: 'SUPPORTED' },
  { id: 'v2', updated: '2020-04-01T12:00:00Z', status: 'CURRENT' },
] as const

/** `GET /` */
export function listApiVersions(call: Call): Answer {
  const versions = answersFor(call)
  const { versionsAsInExample: isOdd } = call.world.quirks
  const odd = versions.map((version) => ({ ...version, id: 'v1', status: statusSchema }))
  return { status: 200, body: { versions: isOdd ? odd : versions } }
}

/** `GET /{version}` */
export function showApiInfo(call: Call): Answer {
  const version = answersFor(call).find(({ id }) => id === call.params.version)
  if (!version) throw new Refusal('S3M.0256')
  const { versionsAsInExample: isOdd } = call.world.quirks
  return { status: 200, body: isOdd ? { ...version, status: statusSchema } : version }
}

/** The text that the reference's examples have in place of a status. */
const statusSchema = {
  type: 'string',
  example: 'SUPPORTED',
  enum: ['CURRENT', 'DEPRECATED', 'SUPPORTED'],
  default: 'SUPPORTED',
}

function answersFor(call: Call) {
  const region = authenticate(call).projects[0]?.account.region ?? ''
  const href = (id: string) => `https://oms.${region}.myhuaweicloud.com/${id}/`
  return VERSIONS.map((version) => ({ ...version, links: [{ rel: 'self', href: href(version.id) }] }))
}
