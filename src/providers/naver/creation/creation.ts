import { onePrefix, type Takes } from '../../../migrations/fields/index.ts'
import type { Spec } from '../../../migrations/spec/spec.ts'
import type { StorageSecret } from '../../../migrations/spec/storage-secret.ts'
import { creatable } from '../../creation/creatable.ts'
import { checkedInputs, type Findings } from '../../creation/spec-problems.ts'
import type { Inputs, SpecKeys } from '../../provider.ts'
import { create, findCreated } from './create.ts'
import { preflight } from './preflight.ts'
import { changedPolicy, newPolicy, sourceClouds, sourceKeysOf, titleBytes, tokenPartLength } from './requests.ts'

/**
 * Fields of a new policy (CreateMigrationJob). Its destination is in the account's region, and NAVER
 * opens it by itself.
 */
const takes: Takes = {
  name: { isRequired: true },
  'source.cloud': { isRequired: true, choices: sourceClouds },
  'source.region': { isRequired: true },
  'source.bucket': { isRequired: true },
  'source.key': { isRequired: true },
  'target.bucket': { isRequired: true },
  ...onePrefix,
  'target.prefix': {},
}

const inputs = checkedInputs({
  ...newPolicy,
  takes,
  rules: (spec, keys) => ({ ...nameRule(spec), ...keyRule(spec, keys) }),
})

/** How a policy is created and started. */
export const creation = creatable('policy', { ...inputs, tokenIn: 'name' }, { preflight, create, findCreated })

/** Fields that can be changed in a policy (UpdateMigrationJob): all of them, as long as the policy does not run. */
export const editing: Inputs = checkedInputs({
  ...changedPolicy,
  takes: {
    ...takes,
    name: { isRequired: true, words: { '': { hint: 'The name is also the id: a new name means a new id.' } } },
  },
  rules: keyRule,
})

function nameRule({ name }: Spec): Findings {
  return { name: name && titleProblem(name) }
}

function keyRule({ source }: Spec, keys: SpecKeys): Findings {
  return { 'source.key': source.key && keys.source && keyProblem(source.cloud, keys.source) }
}

/** Why a name cannot become a title. The title is the id: it is the name with the token that makes it unique. */
function titleProblem(name: string): string | undefined {
  const room = titleBytes - tokenPartLength
  const bytes = Buffer.byteLength(name)
  if (bytes <= room) return undefined
  return `Use at most ${room} bytes. This has ${bytes}, and Ferry adds a mark that makes it unique.`
}

function keyProblem(cloud: string | undefined, key: StorageSecret): string | undefined {
  // A policy runs for days, and its body has no field for a session token.
  if (key.sessionToken) return 'NAVER does not accept temporary keys. Choose a permanent one.'
  const { accessKey, secretKey } = sourceKeysOf(cloud, key)
  if (accessKey && secretKey) return undefined
  return cloud === 'Azure'
    ? 'For Azure, a policy needs a connection string, or the storage account’s name and key as a key pair.'
    : 'A policy needs a key pair for its source.'
}
