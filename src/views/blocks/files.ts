import { type AppError, say } from '../../errors/errors.ts'

/**
 * A link that opens the person's conversation with Ferry in any Slack app. It does not link to the file itself, because
 * a bot's link to its own file can make the file visible to others.
 */
export function directMessages({ workspace, channel }: { workspace: string; channel: string }): string {
  const query = new URLSearchParams({ channel, team: workspace })
  return `<https://slack.com/app_redirect?${query}|direct messages with Ferry>`.replaceAll('&', '&amp;')
}

/** Why a file did not arrive and, if anything can be done, what to do. Plain text. */
export function whyNotSent(error: AppError): string {
  if (error.code === 'slack_outcome_unknown')
    return 'Slack did not say whether it arrived. Look in your direct messages with Ferry first.'
  const refusal = error.code === 'slack_refused' ? refusals.get(String(error.details.reason)) : undefined
  return refusal ?? say(error).what
}

const refusals: ReadonlyMap<string, string> = new Map([
  [
    'missing_scope',
    'Ferry is not allowed to upload files here. Ask a Slack app manager to reinstall it to grant that.',
  ],
  ['file_uploads_disabled', 'This workspace does not allow uploads.'],
  ['storage_limit_reached', 'This workspace has no space left for files.'],
])
