import { AppError } from '../../errors/errors.ts'

type TokenKind = 'start_token_refused' | 'start_app_token_refused'

/** The error for a token that Slack refuses for this reason, with the way to get one that works. */
export function tokenProblem(kind: TokenKind, reason: string): AppError {
  const meaning = meanings[reason] ?? 'the reason is Slack’s own'
  return new AppError(kind, { reason, meaning, advice: adviceFor(kind, reason) })
}

/** Meanings of Slack’s error names, from its pages on auth.test and apps.connections.open. */
const meanings: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not recognize it, or does not allow this machine’s address',
  not_authed: 'it did not reach Slack',
  token_revoked: 'it was revoked, or the app was removed from the workspace',
  token_expired: 'it has expired',
  account_inactive: 'the app was removed from the workspace, or its bot user was deactivated',
  not_allowed_token_type: 'it is another kind of token',
  missing_scope: 'it lacks the scope connections:write',
  no_permission: 'it lacks permission to do that',
  org_login_required: 'the workspace is being moved to an organization',
  team_access_not_granted: 'the app may not use this workspace',
  ekm_access_denied: 'an admin of the organization has suspended access to its data',
  access_denied: 'the workspace does not let the app in',
  accesslimited: 'Slack limits access to this workspace',
  forbidden_team: 'the workspace does not let the app use Socket Mode',
}

const advices: Readonly<Record<TokenKind, Readonly<Record<string, string>>>> = {
  start_token_refused: {
    token_expired:
      'Slack does not let you turn token rotation off again: create the app again from manifest.yml, and copy its Bot User OAuth Token (xoxb-…).',
    invalid_auth:
      'Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions again. If the app restricts IP addresses there, add the address of this machine.',
    not_authed: 'Check whether a proxy between Ferry and Slack removes the Authorization header.',
    not_allowed_token_type: 'Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.',
  },
  start_app_token_refused: {
    not_authed: 'Check whether a proxy between Ferry and Slack removes the Authorization header.',
  },
}

const waiting = 'Ask an admin of the workspace, then start Ferry again.'
const waits = ['org_login_required', 'team_access_not_granted', 'ekm_access_denied', 'access_denied', 'accesslimited']

const usual: Readonly<Record<TokenKind, string>> = {
  start_token_refused: 'Reinstall the app under OAuth & Permissions, and copy the new token.',
  start_app_token_refused:
    'Turn Socket Mode on. Make a new token with the scope connections:write under Basic Information › App-Level Tokens (xapp-…), and copy it.',
}

function adviceFor(kind: TokenKind, reason: string): string {
  return advices[kind][reason] ?? (waits.includes(reason) ? waiting : usual[kind])
}
