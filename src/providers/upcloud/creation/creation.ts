import { onePrefix, type Takes } from '../../../migrations/fields/index.ts'
import type { Spec } from '../../../migrations/spec/spec.ts'
import type { StorageSecret } from '../../../migrations/spec/storage-secret.ts'
import { creatable } from '../../creation/creatable.ts'
import { checkedInputs, type Findings } from '../../creation/spec-problems.ts'
import { markedLengthProblem, nameMarkLength } from '../../creation/token.ts'
import type { SpecKeys } from '../../provider.ts'
import { create, findCreated } from './create.ts'
import { preflight } from './preflight.ts'
import { longestName, newJob } from './requests.ts'

/**
 * Fields of a new job (Create job). Its destination is a bucket of the service that the account names.
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

const inputs = checkedInputs({ ...newJob, takes, rules })

/** How a job is created, which starts by itself. */
export const creation = creatable('job', { ...inputs, tokenIn: 'name' }, { preflight, create, findCreated })

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
