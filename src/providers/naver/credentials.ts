import { defined } from '../../defined.ts'
import { AppError } from '../../errors/errors.ts'
import { endpointProblem, filledAnswers, keyProblem } from '../answers.ts'
import type { AccountField, Credentials, CredentialsResult } from '../provider.ts'
import type { AccessKeys } from './sign.ts'

/** An account's credentials, ready for use. */
export type NaverAccount = { keys: AccessKeys; regionCode: string; endpoint: URL }

export const accountFields: readonly AccountField[] = [
  {
    name: 'accessKey',
    label: 'Access key',
    hint: 'From the main account, or from a sub-account with the policy NCP_OBJECT_MIGRATION_MANAGER.',
  },
  { name: 'secretKey', label: 'Secret key', isSecret: true },
  {
    name: 'regionCode',
    label: 'Region code',
    hint: 'The region of the destination buckets.',
    placeholder: 'KR',
  },
  {
    name: 'endpoint',
    label: 'Custom Object Migration endpoint',
    hint: 'Only if the default one does not work.',
    placeholder: 'https://',
    isOptional: true,
  },
]

const usualEndpoint = 'https://objectmigration.apigw.ntruss.com'

/**
 * Checks the connect form. The credentials are its filled fields, without blanks around them and with the region in
 * capitals.
 */
export function readCredentials(answers: Readonly<Record<string, string>>): CredentialsResult {
  const filled = filledAnswers(accountFields, answers)
  const credentials: Credentials = defined({ ...filled, regionCode: filled.regionCode?.toUpperCase() })
  const problems = problemsOf(credentials)
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const { accessKey, regionCode, endpoint } = credentials
  const facts = defined({ 'region code': regionCode, 'access key': accessKey && `…${accessKey.slice(-4)}` })
  return { ok: true, credentials, facts, endpoints: endpoint === undefined ? [] : [new URL(endpoint).host] }
}

/** Reads stored credentials. Throws AppError record_unreadable for those that `readCredentials` would have refused. */
export function accountOf(credentials: Credentials): NaverAccount {
  const { accessKey, secretKey, regionCode, endpoint = usualEndpoint } = credentials
  const isUsable = Object.keys(problemsOf(credentials)).length === 0
  if (!isUsable || accessKey === undefined || secretKey === undefined || regionCode === undefined) {
    throw new AppError('record_unreadable', { collection: 'accounts' })
  }
  return { keys: { accessKey, secretKey }, regionCode, endpoint: new URL(endpoint) }
}

/**
 * Identity of an account. NAVER tells whose policies they are by the key alone: with another key they may be
 * somebody else's.
 */
export function identify(credentials: Credentials): Record<string, string> {
  const { keys, regionCode, endpoint } = accountOf(credentials)
  return { accessKey: keys.accessKey, regionCode, endpoint: endpoint.origin }
}

/**
 * Problems of an account's fields, by field name. No document lists the region codes; all that were seen are a few
 * capitals.
 */
function problemsOf({ accessKey, secretKey, regionCode, endpoint }: Credentials): Readonly<Record<string, string>> {
  return defined({
    accessKey: keyProblem(accessKey, 'access key'),
    secretKey: keyProblem(secretKey, 'secret key'),
    regionCode: /^[A-Z]{2,5}$/.test(regionCode ?? '') ? undefined : 'A region code is a few letters, such as KR.',
    endpoint: endpointProblem(endpoint, usualEndpoint),
  })
}
