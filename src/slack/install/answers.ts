import type { ServerResponse } from 'node:http'
import type { HTTPReceiverOptions, Installation } from '@slack/bolt'
import { defined } from '../../defined.ts'
import { isAppError } from '../../errors/errors.ts'
import type { Log } from '../../log.ts'
import { type InstallFailure, type InstallOutcome, installPage } from '../../views/page/install-page.ts'
import { refusalOf } from '../client/refusals.ts'

type Answering = {
  /** Address of the page where an installation begins. */
  installUrl: string
  log: Log<'warn'>
}
type Callbacks = NonNullable<NonNullable<HTTPReceiverOptions['installerOptions']>['callbackOptions']>

/**
 * Ends every installation with one of Ferry's own pages, and refuses an installation that Ferry can't work with before
 * it is stored.
 */
export function installAnswers({ installUrl, log }: Answering): Callbacks {
  const answer = (response: ServerResponse, outcome: InstallOutcome) => {
    const { status, html } = installPage(outcome, installUrl)
    response.writeHead(status, headers).end(html)
  }
  const refuse = (response: ServerResponse, type: InstallFailure, error?: unknown) => {
    log.warn({ reason: type, ...defined({ err: error }) }, 'An installation did not come about')
    answer(response, { type })
  }
  // Bolt passes four arguments; the response is the last of them.
  return {
    async afterInstallation(installation, ...[, , response]) {
      const unusable = unusableBecause(installation)
      if (unusable !== undefined && isServerResponse(response)) refuse(response, unusable)
      return unusable === undefined
    },
    success({ team, appId }, ...[, , response]) {
      if (!isServerResponse(response)) return
      answer(response, { type: 'installed', workspace: team?.name ?? '', team: team?.id ?? '', app: appId })
    },
    failure(error, ...[, request, response]) {
      if (isServerResponse(response)) refuse(response, failureOf(error, request.url ?? ''), reasonOf(error))
    },
  }
}

/** Headers of the installation pages. Their address holds a code and a state, which must not leak. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/**
 * Why Ferry can't work with an installation, if so: an organisation's token stands for many workspaces, and a token
 * that expires would have to be renewed all the time.
 */
function unusableBecause({ isEnterpriseInstall, bot, user }: Installation): InstallFailure | undefined {
  if (isEnterpriseInstall === true) return 'organisation'
  const rotates = [bot, user].some((part) => part?.refreshToken !== undefined || part?.expiresAt !== undefined)
  return rotates ? 'rotating' : undefined
}

const wrongLink = ['slack_oauth_missing_state', 'slack_oauth_invalid_state', 'slack_oauth_missing_code']

function failureOf(error: Error, url: string): InstallFailure {
  const denied = new URLSearchParams(url.split('?')[1]).get('error') === 'access_denied'
  if (denied) return 'denied'
  if (isAppError(error)) return 'unsaved'
  if ('code' in error && wrongLink.includes(String(error.code))) return 'expired'
  const { details } = refusalOf(error, { method: 'oauth.v2.access', isRepeatable: true })
  return details.reason === 'invalid_code' ? 'expired' : 'unanswered'
}

/** Slack's reason for a failed installation, without the request that was made. */
function reasonOf(error: Error): Error {
  if (isAppError(error) || ('code' in error && String(error.code).startsWith('slack_oauth'))) return error
  return refusalOf(error, { method: 'oauth.v2.access', isRepeatable: true })
}

function isServerResponse(response: object): response is ServerResponse {
  return 'writeHead' in response
}
