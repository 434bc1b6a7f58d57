import type { Credentials } from '../provider.ts'
import { reported } from '../reported.ts'
import { isRegion } from './regions.ts'

/** What is wrong with the filled fields of an account, by field name. Never repeats a value: it may be a secret. */
export function problemsOf(credentials: Credentials): Readonly<Record<string, string>> {
  const { region, projectId, omsEndpoint, iamEndpoint } = credentials
  return reported({
    region: region !== undefined && isRegion(region) ? undefined : 'Choose a region.',
    projectId:
      projectId !== undefined && /^[0-9a-f]{32}$/.test(projectId)
        ? undefined
        : 'A project ID has 32 characters, digits and a to f.',
    ...identityProblems(credentials),
    omsEndpoint: endpointProblem(omsEndpoint),
    iamEndpoint: endpointProblem(iamEndpoint),
  })
}

type Problems = Record<string, string | undefined>

function identityProblems(credentials: Credentials): Problems {
  const hasKeys = keyFields.some((name) => credentials[name] !== undefined)
  const hasUser = userFields.some((name) => credentials[name] !== undefined)
  if (hasKeys && hasUser) return { iamUser: 'Give an access key or an IAM user, not both.' }
  if (!hasKeys && !hasUser)
    return { accessKey: 'Give an access key with its secret key, or the three IAM fields below.' }
  return hasKeys ? keyProblems(credentials) : userProblems(credentials)
}

const keyFields = ['accessKey', 'secretKey', 'securityToken']
const userFields = ['iamDomain', 'iamUser', 'iamPassword']

function keyProblems({ accessKey, secretKey, securityToken }: Credentials): Problems {
  const strange = 'It has characters that no key has. Copy it again.'
  return {
    accessKey: accessKey === undefined ? 'The access key is missing.' : ifNot(isHeaderSafe(accessKey), strange),
    secretKey: secretKey === undefined ? 'The secret key is missing.' : ifNot(isHeaderSafe(secretKey), strange),
    securityToken: ifNot(securityToken === undefined || isHeaderSafe(securityToken), strange),
  }
}

function userProblems({ iamDomain, iamUser, iamPassword }: Credentials): Problems {
  return {
    iamDomain: ifNot(iamDomain !== undefined, 'The IAM domain (account name) is missing.'),
    iamUser: ifNot(iamUser !== undefined, 'The IAM user is missing.'),
    iamPassword: ifNot(iamPassword !== undefined, 'The IAM password is missing.'),
  }
}

/** Plain http stays on this machine. */
function endpointProblem(endpoint: string | undefined): string | undefined {
  if (endpoint === undefined) return undefined
  const url = URL.parse(endpoint)
  const isSecret = url?.protocol === 'https:'
  const isLocal = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname)
  const isBare =
    url !== null && [url.username, url.password, url.search, url.hash].join('') === '' && url.pathname === '/'
  return ifNot((isSecret || isLocal) && isBare, 'Type it like https://oms.cn-north-4.myhuaweicloud.com')
}

function isHeaderSafe(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text)
}

function ifNot(isRight: boolean, problem: string): string | undefined {
  return isRight ? undefined : problem
}
