import { describe, expect, test } from 'vitest'
import { AppError, isKnownToSlackRefusals, say, slackRefusal } from '../../src/errors/errors.ts'

/** Errors that every Web API method may answer, according to its reference. */
const ofAll = [
  ...['access_denied', 'accesslimited', 'account_inactive', 'deprecated_endpoint', 'ekm_access_denied'],
  ...['enterprise_is_restricted', 'fatal_error', 'internal_error', 'invalid_arg_name', 'invalid_arguments'],
  ...['invalid_array_arg', 'invalid_auth', 'invalid_charset', 'invalid_form_data', 'invalid_post_type'],
  ...[
    'method_deprecated',
    'missing_post_type',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
  ],
  ...['org_login_required', 'ratelimited', 'request_timeout', 'service_unavailable', 'team_access_not_granted'],
  ...['team_added_to_org', 'token_expired', 'token_revoked', 'two_factor_setup_required'],
]
const ofMethods: Record<string, readonly string[]> = {
  'chat.postMessage': [
    ...['as_user_not_supported', 'attachment_payload_limit_exceeded', 'cannot_reply_to_message', 'channel_not_found'],
    ...['duplicate_channel_not_found', 'duplicate_message_not_found', 'invalid_blocks', 'invalid_blocks_format'],
    ...['invalid_metadata_format', 'invalid_metadata_schema', 'is_archived', 'markdown_text_conflict'],
    ...['message_limit_exceeded', 'messages_tab_disabled', 'metadata_must_be_sent_from_app', 'metadata_too_large'],
    ...['missing_file_data', 'msg_blocks_too_long', 'msg_too_long', 'no_text', 'not_in_channel', 'rate_limited'],
    ...['restricted_action', 'restricted_action_non_threadable_channel', 'restricted_action_read_only_channel'],
    ...['restricted_action_thread_locked', 'restricted_action_thread_only_channel', 'send_on_behalf_not_allowed'],
    ...['slack_connect_canvas_sharing_blocked', 'slack_connect_file_link_sharing_blocked'],
    ...['slack_connect_lists_sharing_blocked', 'team_not_found', 'too_many_attachments', 'too_many_contact_cards'],
  ],
  'chat.update': [
    ...['block_mismatch', 'cant_broadcast_message', 'cant_update_message', 'edit_window_closed'],
    ...['external_channel_migrating', 'invalid_attachments', 'is_inactive', 'message_not_found'],
    ...['no_dual_broadcast_content_update', 'streaming_state_conflict', 'update_failed'],
  ],
  'conversations.open': [
    ...['invalid_user_combination', 'method_not_supported_for_channel_type', 'not_enough_users', 'too_many_users'],
    ...['user_disabled', 'user_not_found', 'user_not_visible', 'users_list_not_supplied'],
  ],
  'views.*': [
    ...['duplicate_external_id', 'exchanged_trigger_id', 'expired_trigger_id', 'hash_conflict', 'invalid_trigger_id'],
    ...['not_enabled', 'not_found', 'push_limit_reached', 'view_too_large'],
  ],
}

describe('Slack’s errors', () => {
  test.each(Object.entries({ 'all methods': ofAll, ...ofMethods }))(
    'every documented one of %s has its cause',
    (_, reasons) => {
      expect(reasons.filter((reason) => !isKnownToSlackRefusals(reason))).toEqual([])
    },
  )

  test.each([
    { reason: 'not_in_channel', what: /not in the channel/, next: /^Anyone in the channel can type `\/invite @Ferry`/ },
    { reason: 'is_archived', what: /is archived/, next: /^Unarchive it/ },
    { reason: 'restricted_action', what: /Ferry is not allowed/, next: /^An admin of this workspace can allow Ferry/ },
    { reason: 'token_revoked', what: /no longer accepts Ferry’s token/, next: /can install Ferry again/ },
    { reason: 'account_inactive', what: /no longer accepts Ferry’s token/, next: /can install Ferry again/ },
    { reason: 'missing_scope', what: /lacks a permission/, next: /can reinstall Ferry/ },
    { reason: 'user_disabled', what: /account is deactivated/, next: /another way/, heals: false },
    { reason: 'invalid_blocks', what: /a bug in Ferry/, next: /the log/, heals: false },
    { reason: 'something_new', what: /doesn’t recognize/, next: /Slack’s documentation/ },
  ])('$reason says what happened, who can fix it and how', ({ reason, what, next, heals = true }) => {
    const refusal = slackRefusal(reason)
    expect(refusal.what).toMatch(what)
    expect(refusal.next).toMatch(next)
    expect(refusal.heals).toBe(heals)
  })

  test('only an app that is shut out of a channel is told to be invited', () => {
    const inviting = [...ofAll, ...Object.values(ofMethods).flat()].filter((one) =>
      slackRefusal(one).next.includes('/invite'),
    )
    expect(inviting.toSorted()).toEqual(['channel_not_found', 'is_archived', 'is_inactive', 'not_in_channel'])
  })

  test('is told to people without Slack’s name for it, unless somebody has to look the name up', () => {
    expect(slackRefusal('not_in_channel').what).toBe('Ferry is not in the channel.')
    expect(slackRefusal('brand_new').what).toBe('Slack refuses with `brand_new`, which Ferry doesn’t recognize.')
    expect(new AppError('slack_refused', { method: 'users.info', reason: 'missing_scope' }).message).toBe(
      'slack_refused: Slack refused users.info: missing_scope',
    )
  })

  test('an error during a command says so, too', () => {
    expect(say(new AppError('slack_refused', { method: 'users.info', reason: 'missing_scope' }))).toEqual({
      what: 'Ferry’s installation lacks a permission it needs for this.',
      next: expect.stringContaining('can reinstall Ferry'),
    })
  })
})
