/**
 * A refusal by Slack, explained to people: what happened, who can fix it and how. Plain text with `code` marks. From
 * the reference of chat.*, conversations.open and views.* at docs.slack.dev.
 */
export type SlackRefusal = {
  what: string
  next: string
  /** Whether waiting messages are posted by themselves once the cause is fixed or over. */
  heals: boolean
}

/** Explains a refusal by Slack's error name, including names that are not known. */
export function slackRefusal(reason: string): SlackRefusal {
  const { what: explained, mender, can, heals } = causes[causeOf.get(reason) ?? 'unknown']
  // Only a name that Ferry does not know has to be looked up.
  const what = causeOf.has(reason)
    ? explained
    : `Slack refuses with \`${reason.slice(0, 60)}\`, which Ferry doesn’t recognize.`
  return { what, next: mender === '' ? can : `${mender} can ${can}`, heals }
}

export function isKnownToSlackRefusals(reason: string): boolean {
  return causeOf.has(reason)
}

const member = 'Anyone in the channel'
const admin = 'An admin of this workspace'
const manager = 'A Slack app manager of this workspace'
const operator = 'The person who runs Ferry'

const causes = {
  outside: {
    what: 'Ferry is not in the channel.',
    mender: member,
    can: 'type `/invite @Ferry` there.',
    heals: true,
    reasons: ['not_in_channel', 'user_not_in_channel'],
  },
  missing: {
    what: 'Slack can’t find the channel: it was deleted, or it is private and Ferry is not in it.',
    mender: '',
    can: 'If it still exists, type `/invite @Ferry` there.',
    heals: true,
    reasons: ['channel_not_found'],
  },
  archived: {
    what: 'The channel is archived.',
    mender: '',
    can: 'Unarchive it if you still need it. If nothing appears after that, type `/invite @Ferry` there.',
    heals: true,
    reasons: ['is_archived', 'is_inactive', 'channel_is_archived'],
  },
  closed: {
    what: 'Posting in the channel is restricted, and Ferry is not allowed to post.',
    mender: admin,
    can: 'allow Ferry in the channel’s posting permissions.',
    heals: true,
    reasons: ['restricted_action', 'restricted_action_read_only_channel'],
  },
  threads: {
    what: 'The channel’s settings don’t allow what Ferry posts: a card, and replies in its thread.',
    mender: admin,
    can: 'change the channel’s posting permissions, or you can choose another channel.',
    heals: true,
    reasons: [
      'restricted_action_thread_only_channel',
      'restricted_action_non_threadable_channel',
      'cannot_reply_to_message',
    ],
  },
  locked: {
    what: 'The thread of Ferry’s card is locked.',
    mender: admin,
    can: 'unlock it.',
    heals: true,
    reasons: ['restricted_action_thread_locked', 'thread_locked'],
  },
  moving: {
    what: 'The channel or the workspace is being moved to another organization.',
    mender: '',
    can: 'Nothing to do but wait.',
    heals: true,
    reasons: ['team_added_to_org', 'org_login_required', 'external_channel_migrating'],
  },
  token: {
    what: 'Slack no longer accepts Ferry’s token for this workspace: Ferry was removed, or its token was revoked or has expired.',
    mender: manager,
    can: 'install Ferry again. If the token was set by hand, the person who runs Ferry has to set the new one.',
    heals: true,
    reasons: [
      'token_revoked',
      'token_expired',
      'invalid_auth',
      'not_authed',
      'account_inactive',
      'not_allowed_token_type',
    ],
  },
  uninstalled: {
    what: 'Ferry is not installed in this workspace.',
    mender: manager,
    can: 'install it.',
    heals: true,
    reasons: [
      'Ferry is not installed in this workspace',
      'team_access_not_granted',
      'team_not_found',
      'app_not_installed',
    ],
  },
  scope: {
    what: 'Ferry’s installation lacks a permission it needs for this.',
    mender: manager,
    can: 'reinstall Ferry to grant the permissions in its current manifest.',
    heals: true,
    reasons: ['missing_scope', 'no_permission'],
  },
  forbidden: {
    what: 'Admins of the workspace or organization have restricted what apps can do.',
    mender: admin,
    can: 'allow Ferry to post.',
    heals: true,
    reasons: [
      ...['access_denied', 'ekm_access_denied', 'enterprise_is_restricted', 'app_access_restricted'],
      ...['two_factor_setup_required', 'slack_connect_file_link_sharing_blocked'],
      ...['slack_connect_canvas_sharing_blocked', 'slack_connect_lists_sharing_blocked', 'send_on_behalf_not_allowed'],
    ],
  },
  network: {
    what: 'The workspace doesn’t accept requests from the network Ferry runs in.',
    mender: admin,
    can: 'allow the IP addresses of Ferry’s network.',
    heals: true,
    reasons: ['accesslimited'],
  },
  person: {
    what: 'Slack doesn’t deliver Ferry’s messages to that person: their account is deactivated, or Ferry can’t see it.',
    mender: '',
    can: 'Tell them another way.',
    heals: false,
    reasons: [
      ...['user_not_found', 'user_not_visible', 'user_disabled', 'users_not_found', 'invalid_user_combination'],
      ...['cannot_dm_bot', 'users_list_not_supplied', 'not_enough_users', 'too_many_users'],
      'method_not_supported_for_channel_type',
    ],
  },
  settings: {
    what: 'A Slack feature that Ferry needs is turned off in the app’s settings.',
    mender: operator,
    can: 'turn on the Home and Messages tabs, as in Ferry’s manifest.',
    heals: true,
    reasons: ['messages_tab_disabled', 'not_enabled'],
  },
  full: {
    what: 'Slack is not accepting more messages right now.',
    mender: '',
    can: 'Nothing to do but wait.',
    heals: true,
    reasons: ['message_limit_exceeded', 'rate_limited', 'ratelimited'],
  },
  trouble: {
    what: 'Slack is having problems.',
    mender: '',
    can: 'Nothing to do but wait. See status.slack.com for news.',
    heals: true,
    reasons: ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'update_failed'],
  },
  gone: {
    what: 'The message is gone, or Slack no longer lets Ferry change it.',
    mender: '',
    can: 'Nothing to do: Ferry posts a new one.',
    heals: true,
    reasons: [
      ...['message_not_found', 'thread_not_found', 'cant_update_message', 'edit_window_closed'],
      ...['invalid_thread_ts', 'cant_broadcast_message', 'streaming_state_conflict'],
    ],
  },
  late: {
    what: 'That took too long: Slack only opens a form within three seconds.',
    mender: 'You',
    can: 'press the button or type the command again.',
    heals: false,
    reasons: [
      ...['expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id', 'trigger_exchanged', 'invalid_trigger_id'],
      'invalid_trigger',
    ],
  },
  page: {
    what: 'The page was closed or has changed in the meantime.',
    mender: 'You',
    can: 'open it again.',
    heals: false,
    reasons: ['not_found', 'hash_conflict', 'view_not_found'],
  },
  stack: {
    what: 'Too many pages are open on top of each other.',
    mender: 'You',
    can: 'close one and try again.',
    heals: false,
    reasons: ['push_limit_reached'],
  },
  mistake: {
    what: 'Slack can’t show what Ferry sent. This is a bug in Ferry.',
    mender: operator,
    can: 'find the details in the log and report the bug.',
    heals: false,
    reasons: [
      ...[
        'invalid_blocks',
        'invalid_blocks_format',
        'msg_blocks_too_long',
        'msg_too_long',
        'no_text',
        'block_mismatch',
      ],
      ...['too_many_attachments', 'invalid_attachments', 'attachment_payload_limit_exceeded', 'too_many_contact_cards'],
      ...['invalid_metadata_format', 'invalid_metadata_schema', 'metadata_too_large', 'metadata_must_be_sent_from_app'],
      ...['markdown_text_conflict', 'no_dual_broadcast_content_update', 'view_too_large', 'duplicate_external_id'],
      ...['invalid_arguments', 'invalid_arg_name', 'invalid_array_arg', 'invalid_charset', 'invalid_form_data'],
      ...['invalid_post_type', 'missing_post_type', 'missing_argument', 'missing_file_data', 'as_user_not_supported'],
      ...['deprecated_endpoint', 'method_deprecated', 'duplicate_channel_not_found', 'duplicate_message_not_found'],
    ],
  },
  unknown: {
    what: 'Ferry doesn’t recognize this error.',
    mender: operator,
    can: 'look it up in Slack’s documentation. It is in the log too.',
    heals: true,
    reasons: [],
  },
} as const satisfies Record<string, Cause>

type Cause = { what: string; mender: string; can: string; heals: boolean; reasons: readonly string[] }
type CauseName = keyof typeof causes

const causeOf: ReadonlyMap<string, CauseName> = new Map(
  names().flatMap((name) => causes[name].reasons.map((reason) => [reason, name] as const)),
)

function names(): CauseName[] {
  return Object.keys(causes).filter(isCause)
}

function isCause(name: string): name is CauseName {
  return name in causes
}

/** Whether two of Slack's words name one cause. Slack has several words for some, depending on the call. */
export function isSameRefusal(one: string, other: string): boolean {
  return one === other || (causeOf.has(one) && causeOf.get(one) === causeOf.get(other))
}
