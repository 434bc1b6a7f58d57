import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { filledAnswers } from '../../answers.ts'
import type { AccountField, Credentials, CredentialsResult } from '../../provider.ts'
import type { ObsEndpoint } from '../obs/objects.ts'
import { iamEndpointOf, obsEndpointOf, omsEndpointOf, otherRegion, regions } from '../regions.ts'
import { problemsOf, regionOf } from './credential-problems.ts'
import type { AccessKeys } from './sign.ts'

/** An account's credentials, ready for use. */
export type HuaweiAccount = {
  region: string
  projectId: string
  omsEndpoint: URL
  iamEndpoint: URL
  /** Endpoint of object storage. Undefined if OMS has a custom address that says nothing of the storage beside it. */
  obsEndpoint: ObsEndpoint | undefined
  identity: Identity
}
export type Identity = ({ type: 'keys' } & AccessKeys) | ({ type: 'user' } & IamUser)
/** An IAM user. `domain` is what Huawei's console calls the account name. */
export type IamUser = { domain: string; user: string; password: string }

export const accountFields: readonly AccountField[] = [
  {
    name: 'region',
    label: 'Region',
    hint: 'The region of the destination buckets. Their tasks are only visible there.',
    choices: [
      ...regions.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
      { value: otherRegion, label: 'Another one, given below', isRare: true },
    ],
  },
  {
    name: 'projectId',
    label: 'Project ID',
    hint: 'In the console under My Credentials, for this region.',
    placeholder: '32 letters and digits, such as 2c0689c8…',
  },
  {
    name: 'accessKey',
    label: 'Access key',
    hint: 'In the console under My Credentials, Access Keys.',
    isOptional: true,
  },
  { name: 'secretKey', label: 'Secret key', isSecret: true, isOptional: true },
  {
    name: 'securityToken',
    label: 'Security token',
    hint: 'Only for temporary access keys.',
    isSecret: true,
    isOptional: true,
    isRare: true,
  },
  {
    name: 'iamDomain',
    label: 'IAM domain',
    hint: 'The account name. Fill in domain, user and password instead of an access key.',
    isOptional: true,
    isRare: true,
  },
  { name: 'iamUser', label: 'IAM user', isOptional: true, isRare: true },
  { name: 'iamPassword', label: 'IAM password', isSecret: true, isOptional: true, isRare: true },
  {
    name: 'omsEndpoint',
    label: 'Custom OMS endpoint',
    hint: 'Only if the default one does not work.',
    placeholder: 'https://',
    isOptional: true,
    isRare: true,
  },
  {
    name: 'iamEndpoint',
    label: 'Custom IAM endpoint',
    placeholder: 'https://',
    isOptional: true,
    isRare: true,
  },
  {
    name: 'obsEndpoint',
    label: 'Custom OBS endpoint',
    hint: 'For lists of failed objects. Only if the default one does not work.',
    placeholder: 'https://',
    isOptional: true,
    isRare: true,
  },
  {
    name: 'otherRegion',
    label: 'Another region',
    hint: 'For an edition of Huawei Cloud that is not in the list. Also fill in both custom endpoints.',
    placeholder: 'eu-west-101',
    isOptional: true,
    isRare: true,
  },
]

/** Checks the connect form. The credentials are its filled fields, without blanks around them. */
export function readCredentials(answers: Readonly<Record<string, string>>): CredentialsResult {
  const credentials = filledAnswers(accountFields, answers)
  const problems = problemsOf(credentials)
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const { projectId, accessKey, iamDomain, iamUser } = credentials
  const facts = defined({
    region: regionOf(credentials),
    'project ID': projectId,
    'access key': accessKey && `…${accessKey.slice(-4)}`,
    'IAM user': iamUser && `${iamDomain}/${iamUser}`,
  })
  const { omsEndpoint, iamEndpoint, obsEndpoint } = credentials
  const custom = [omsEndpoint, iamEndpoint, obsEndpoint].filter((endpoint) => endpoint !== undefined)
  return { ok: true, credentials, facts, endpoints: [...new Set(custom.map((endpoint) => new URL(endpoint).host))] }
}

/** Reads stored credentials. Throws AppError record_unreadable for those that `readCredentials` would have refused. */
export function accountOf(credentials: Credentials): HuaweiAccount {
  const { projectId, omsEndpoint, iamEndpoint } = credentials
  const [region, identity] = [regionOf(credentials), identityOf(credentials)]
  const isUsable = Object.keys(problemsOf(credentials)).length === 0
  if (!isUsable || region === undefined || projectId === undefined || identity === undefined) {
    throw new AppError('record_unreadable', { collection: 'accounts' })
  }
  return {
    region,
    projectId,
    omsEndpoint: new URL(omsEndpoint ?? omsEndpointOf(region)),
    iamEndpoint: new URL(iamEndpoint ?? iamEndpointOf(region)),
    obsEndpoint: obsEndpointIn(credentials, region),
    identity,
  }
}

/**
 * The endpoint of object storage that belongs to an account's OMS. Huawei names the two alike, also in its European
 * edition: oms.eu-west-101.myhuaweicloud.eu and obs.eu-west-101….
 */
function obsEndpointIn({ omsEndpoint, obsEndpoint }: Credentials, region: string): ObsEndpoint | undefined {
  if (obsEndpoint !== undefined) return { url: new URL(obsEndpoint), isCustom: true }
  if (omsEndpoint === undefined) return { url: new URL(obsEndpointOf(region)), isCustom: false }
  const sibling = /^https:\/\/oms(\.[\w-]+\.myhuaweicloud\.(?:com|eu))\/?$/.exec(omsEndpoint)?.[1]
  return sibling === undefined ? undefined : { url: new URL(`https://obs${sibling}`), isCustom: false }
}

/** Identity of an account: the place of its tasks. The person who signs in there may change. */
export function identify(credentials: Credentials): Record<string, string> {
  const { region, projectId, omsEndpoint } = accountOf(credentials)
  return { region, projectId, endpoint: omsEndpoint.origin }
}

function identityOf(credentials: Credentials): Identity | undefined {
  const { accessKey, secretKey, securityToken, iamDomain: domain, iamUser: user, iamPassword: password } = credentials
  if (accessKey !== undefined && secretKey !== undefined) {
    return { type: 'keys', ...defined({ accessKey, secretKey, securityToken }) }
  }
  if (domain === undefined || user === undefined || password === undefined) return undefined
  return { type: 'user', domain, user, password }
}
