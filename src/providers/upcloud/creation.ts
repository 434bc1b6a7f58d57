import { onePrefix, type Takes } from '../../migrations/fields/index.ts'
import type { Spec, SpecField } from '../../migrations/spec.ts'
import type { StorageSecret } from '../../migrations/storage-secret.ts'
import { creatable } from '../creatable.ts'
import type { SpecKeys } from '../provider.ts'
import { checkedInputs, type Findings } from '../spec-problems.ts'
import { markedLengthProblem, nameMarkLength } from '../token.ts'
import { create, findCreated } from './create.ts'
import { jobOrderOf } from './orders.ts'
import { preflight } from './preflight.ts'
import { jobOrder, longestName } from './requests.ts'
import type { Session } from './session.ts'

/**
 * What a job takes when it is created (Create job). Its destination is a bucket of the service that the account names.
 */
const takes: Takes = {
  name: { isRequired: true },
  'source.endpoint': { isRequired: true },
  'source.region': { isRequired: true },
  'source.bucket': { isRequired: true },
  'source.key': { isRequired: true },
  'target.bucket': { isRequired: true },
  ...onePrefix,
  'target.prefix': {},
}

const fieldAt: Readonly<Record<string, SpecField>> = {
  name: 'name',
  'source.endpoint': 'source.endpoint',
  'source.region': 'source.region',
  'source.bucket': 'source.bucket',
  'source.prefix': 'source.names',
  source: 'source.key',
  'target.bucket': 'target.bucket',
  'target.prefix': 'target.prefix',
}

const inputs = checkedInputs({ takes, order: jobOrderOf, schema: jobOrder, fieldAt, rules })

/** How a job is created, which starts by itself. */
export const creation = creatable<Session>('job', { ...inputs, tokenIn: 'name' }, (session) => ({
  preflight: (order, options) => preflight(session, order, options),
  create: (order, options) => create(session, order, options),
  findCreated: (order, options) => findCreated(session, order, options),
}))

function rules({ name, source }: Spec, keys: SpecKeys): Findings {
  return {
    name: markedLengthProblem(name, longestName, nameMarkLength),
    'source.key': source.key && keys.source && keyProblem(keys.source),
  }
}

function keyProblem(key: StorageSecret): string | undefined {
  if (!key.accessKey || !key.secretKey) return 'A job needs a key pair for its source.'
  return key.sessionToken ? 'A job does not accept temporary keys.' : undefined
}
