import { z } from 'zod'
import { AppError } from '../../../errors/errors.ts'
import type { FetchJson } from '../../http/http.ts'
import type { ProviderEnvironment } from '../../provider.ts'
import { readProblem, requestIdHeader } from '../problems.ts'
import type { IamUser } from './credentials.ts'

/** Tokens of one IAM user for one project. They are fetched when first needed and shared by all callers. */
export type Tokens = {
  get(): Promise<string>
  /** Replaces a token that was refused, unless another caller has replaced it already. */
  renew(stale: string): Promise<string>
}

export type TokenScope = IamUser & { endpoint: URL; projectId: string; about: { provider: string; account: string } }

export function createTokens(scope: TokenScope, { clock, fetchJson }: ProviderEnvironment): Tokens {
  let current: Token | undefined
  let coming: Promise<Token> | undefined
  // Fetched without a caller's signal: a caller that gives up must not take the token from the others.
  const fetchShared = async () => {
    coming ??= fetchToken(scope, fetchJson).finally(() => {
      coming = undefined
    })
    current = await coming
    return current.value
  }
  const get = async () => {
    if (current === undefined || clock.now() >= current.expiresAt - renewEarlyMs) return fetchShared()
    return current.value
  }
  return {
    get,
    async renew(stale) {
      if (current?.value === stale) current = undefined
      return get()
    },
  }
}

type Token = { value: string; expiresAt: number }

/** How long before its end a token is renewed, in milliseconds. Tokens live for 24 hours. */
const renewEarlyMs = 10 * 60_000

async function fetchToken(scope: TokenScope, fetchJson: FetchJson): Promise<Token> {
  const url = new URL('/v3/auth/tokens?nocatalog=true', scope.endpoint)
  const { headers, body, status } = await fetchJson({
    about: scope.about,
    method: 'POST',
    url,
    headers: { 'Content-Type': 'application/json;charset=utf8' },
    body: JSON.stringify(passwordLogin(scope)),
    schema: answer,
    readError: readProblem,
    requestIdHeader,
    secrets: [scope.password],
    // A second token does no harm.
    isSafeToRepeat: true,
  })
  const value = headers['x-subject-token']
  if (value) return { value, expiresAt: body.token.expires_at }
  throw new AppError('provider_nonsense', { ...scope.about, path: url.pathname, status, reason: 'no token' })
}

function passwordLogin({ domain, user, password, projectId }: TokenScope) {
  const identity = { methods: ['password'], password: { user: { name: user, password, domain: { name: domain } } } }
  // OMS accepts only tokens for a project.
  return { auth: { identity, scope: { project: { id: projectId } } } }
}

const answer = z.object({
  token: z.object({
    expires_at: z
      .string()
      .transform((text) => Date.parse(text))
      .pipe(z.number()),
  }),
})
