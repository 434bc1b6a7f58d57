import { defined } from '../../../defined.ts'
import { endpointProblem, keyProblem } from '../../answers.ts'
import type { Credentials } from '../../provider.ts'
import { isRegion, otherRegion } from '../regions.ts'

/** Problems of an account's filled fields, by field name. Never repeats a value, which may be a secret. */
export function problemsOf(credentials: Credentials): Readonly<Record<string, string>> {
  const { projectId, omsEndpoint, iamEndpoint, obsEndpoint } = credentials
  return defined({
    ...regionProblems(credentials),
    projectId:
      projectId !== undefined && /^[0-9a-f]{32}$/.test(projectId)
        ? undefined
        : 'A project ID has 32 characters, digits and a to f.',
    ...identityProblems(credentials),
    ...defined({
      omsEndpoint: endpointProblem(omsEndpoint, 'https://oms.cn-north-4.myhuaweicloud.com'),
      iamEndpoint: endpointProblem(iamEndpoint, 'https://iam.cn-north-4.myhuaweicloud.com'),
      obsEndpoint: endpointProblem(obsEndpoint, 'https://obs.cn-north-4.myhuaweicloud.com'),
    }),
  })
}

/** The region of an account: chosen from the list, or typed beside it. */
export function regionOf({ region, otherRegion: named }: Credentials): string | undefined {
  return region === otherRegion ? named?.toLowerCase() : region
}

type Problems = Record<string, string | undefined>

/** Problems of the region. Ferry does not know the endpoints of a region that is not in the list. */
function regionProblems({ region, otherRegion: named, omsEndpoint, iamEndpoint }: Credentials): Problems {
  if (region !== otherRegion) {
    const isKnown = region !== undefined && isRegion(region)
    const isSpare = named !== undefined && named.toLowerCase() !== region
    return {
      region: isKnown ? undefined : 'Choose a region.',
      otherRegion: isSpare ? 'Leave it empty, or choose “Another one” above.' : undefined,
    }
  }
  if (named === undefined || !/^[a-z]{2,}(-[a-z0-9]+)+$/i.test(named)) {
    return { otherRegion: 'Name the region by its id, such as eu-west-101.' }
  }
  return {
    omsEndpoint: ifNot(omsEndpoint !== undefined, 'A region that is not in the list needs a custom endpoint.'),
    iamEndpoint: ifNot(iamEndpoint !== undefined, 'A region that is not in the list needs a custom endpoint.'),
  }
}

function identityProblems(credentials: Credentials): Problems {
  const hasKeys = keyFields.some((name) => credentials[name] !== undefined)
  const hasUser = userFields.some((name) => credentials[name] !== undefined)
  if (hasKeys && hasUser) return { iamUser: 'Fill in an access key or an IAM user, not both.' }
  if (!hasKeys && !hasUser)
    return { accessKey: 'Fill in an access key with its secret key, or the three IAM fields below.' }
  return hasKeys ? keyProblems(credentials) : userProblems(credentials)
}

const keyFields = ['accessKey', 'secretKey', 'securityToken']
const userFields = ['iamDomain', 'iamUser', 'iamPassword']

function keyProblems({ accessKey, secretKey, securityToken }: Credentials): Problems {
  return {
    accessKey: keyProblem(accessKey, 'access key'),
    secretKey: keyProblem(secretKey, 'secret key'),
    securityToken: securityToken && keyProblem(securityToken, 'security token'),
  }
}

function userProblems({ iamDomain, iamUser, iamPassword }: Credentials): Problems {
  return {
    iamDomain: ifNot(iamDomain !== undefined, 'The IAM domain (account name) is missing.'),
    iamUser: ifNot(iamUser !== undefined, 'The IAM user is missing.'),
    iamPassword: ifNot(iamPassword !== undefined, 'The IAM password is missing.'),
  }
}

function ifNot(isRight: boolean, problem: string): string | undefined {
  return isRight ? undefined : problem
}
