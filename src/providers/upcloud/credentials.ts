import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import { endpointProblem, filledAnswers, keyProblem } from '../answers.ts'
import type { AccountField, Credentials, CredentialsResult } from '../provider.ts'

/** An account's credentials, ready for use. */
export type UpCloudAccount = { identity: Identity; serviceId: string; endpoint: URL }
export type Identity = { type: 'token'; token: string } | { type: 'user'; username: string; password: string }

export const accountFields: readonly AccountField[] = [
  {
    name: 'serviceUuid',
    label: 'Object Storage service UUID',
    hint: 'The service that has the destination buckets. Jobs belong to it.',
    placeholder: '0ab2f83f-03f3-4c48-9a38-0a3e89c6d024',
  },
  {
    name: 'token',
    label: 'API token',
    hint: 'The recommended way to sign in.',
    isSecret: true,
    isOptional: true,
  },
  {
    name: 'username',
    label: 'Username',
    hint: 'Instead of a token: the username and password of a user with API access.',
    isOptional: true,
  },
  { name: 'password', label: 'Password', isSecret: true, isOptional: true },
  {
    name: 'endpoint',
    label: 'Custom API endpoint',
    hint: 'Only if the default one does not work.',
    placeholder: 'https://',
    isOptional: true,
  },
]

const usualEndpoint = 'https://api.upcloud.com'

/** Checks the connect form. The credentials are its filled fields, without blanks around them. */
export function readCredentials(answers: Readonly<Record<string, string>>): CredentialsResult {
  const filled = filledAnswers(accountFields, answers)
  const credentials: Credentials = defined({ ...filled, serviceUuid: filled.serviceUuid?.toLowerCase() })
  const problems = problemsOf(credentials)
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const { serviceUuid, token, username, endpoint } = credentials
  const facts = defined({ service: serviceUuid, username, 'API token': token && `…${token.slice(-4)}` })
  return { ok: true, credentials, facts, endpoints: endpoint === undefined ? [] : [new URL(endpoint).host] }
}

/** Reads stored credentials. Throws AppError record_unreadable for those that `readCredentials` would have refused. */
export function accountOf(credentials: Credentials): UpCloudAccount {
  const { serviceUuid, endpoint = usualEndpoint } = credentials
  const identity = identityOf(credentials)
  const isUsable = Object.keys(problemsOf(credentials)).length === 0
  if (!isUsable || serviceUuid === undefined || identity === undefined) {
    throw new AppError('record_unreadable', { collection: 'accounts' })
  }
  return { identity, serviceId: serviceUuid, endpoint: new URL(endpoint) }
}

/** Identity of an account: the service that its jobs belong to. The person who signs in there may change. */
export function identify(credentials: Credentials): Record<string, string> {
  const { serviceId, endpoint } = accountOf(credentials)
  return { serviceId, endpoint: endpoint.origin }
}

function identityOf({ token, username, password }: Credentials): Identity | undefined {
  if (token !== undefined) return { type: 'token', token }
  if (username === undefined || password === undefined) return undefined
  return { type: 'user', username, password }
}

/** Problems of an account's fields, by field name. Never repeats a value, which may be a secret. */
function problemsOf(credentials: Credentials): Readonly<Record<string, string>> {
  const { serviceUuid, endpoint } = credentials
  return defined({
    serviceUuid: isUuid(serviceUuid ?? '') ? undefined : 'A UUID looks like 0ab2f83f-03f3-4c48-9a38-0a3e89c6d024.',
    ...identityProblems(credentials),
    endpoint: endpointProblem(endpoint, usualEndpoint),
  })
}

function identityProblems({ token, username, password }: Credentials): Record<string, string | undefined> {
  const hasUser = username !== undefined || password !== undefined
  if (token !== undefined && hasUser) return { username: 'Fill in a token or a username with its password, not both.' }
  if (token !== undefined) return { token: keyProblem(token, 'API token') }
  if (!hasUser) return { token: 'Fill in an API token, or a username with its password below.' }
  return {
    username: usernameProblem(username),
    password: password === undefined ? 'The password is missing.' : undefined,
  }
}

/** Why a username cannot be used. A colon would end the name in the header that carries name and password. */
function usernameProblem(username: string | undefined): string | undefined {
  if (username === undefined) return 'The username is missing.'
  return username.includes(':') ? 'A username has no colon.' : undefined
}

export function isUuid(text: string): boolean {
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text)
}
