import { expect } from 'vitest'

const enterprise = { id: 'E0ORG', name: 'Example Group' }
const grid = { enterprise_id: 'E0ORG', enterprise_name: 'Example Group' }
const first = { id: 'T0FIRST', domain: 'first-works', ...grid }

/**
 * Fields of a member of an organization whose workspace has the app.
 * docs.slack.dev/reference/interaction-payloads/block_suggestion-payload: `user.team_id` is the organization's id, and
 * `team` has `enterprise_id` and `enterprise_name`. The other payloads have the same fields there and in the types of
 * bolt-js.
 */
export const inOrganisation = {
  interaction: {
    team: first,
    enterprise,
    is_enterprise_install: false,
    user: { id: 'W0BOTH', username: 'both', name: 'both', team_id: 'E0ORG' },
    api_app_id: 'A0FERRY',
    token: expect.any(String),
  },
  /** …/reference/views: the response of views.open, and the view in payloads. */
  view: { team_id: 'T0FIRST', app_id: 'A0FERRY', app_installed_team_id: 'T0FIRST', bot_id: expect.any(String) },
  /** …/interactivity/implementing-slash-commands: form fields, so everything is text. */
  command: { team_id: 'T0FIRST', ...grid, is_enterprise_install: 'false', user_id: 'W0BOTH' },
  /** …/apis/events-api: the outer event with `authorizations`. */
  event: {
    team_id: 'T0FIRST',
    enterprise_id: 'E0ORG',
    context_team_id: 'T0FIRST',
    context_enterprise_id: 'E0ORG',
    type: 'event_callback',
    is_ext_shared_channel: false,
    authorizations: [
      { enterprise_id: 'E0ORG', team_id: 'T0FIRST', user_id: 'U0FIRSTBOT', is_bot: true, is_enterprise_install: false },
    ],
  },
  /** …/reference/methods/users.info, java-slack-sdk json-logs/samples/api/users.info.json. */
  person: {
    id: 'W0BOTH',
    team_id: 'T0SECOND',
    is_stranger: false,
    enterprise_user: { id: 'W0BOTH', ...grid, teams: ['T0SECOND', 'T0FIRST'] },
  },
}

/** …/enterprise/developing-for-enterprise-orgs: the app installed once for the whole organization. */
export const acrossOrganisation = {
  /** bolt-python #23 and src/App.ts of bolt-js: `team` is null. */
  interaction: { team: null, enterprise, is_enterprise_install: true },
  /** bolt-js #1720: the organization is in the place of the workspace. */
  view: { team_id: 'T0FIRST', app_installed_team_id: 'E0ORG' },
  command: { team_id: 'T0FIRST', ...grid, is_enterprise_install: 'true' },
  event: {
    team_id: 'T0FIRST',
    authorizations: [{ enterprise_id: 'E0ORG', team_id: 'T0FIRST', is_enterprise_install: true }],
  },
  grant: { token_type: 'bot', team: null, enterprise, is_enterprise_install: true },
}

/** Slack Connect. The samples in bolt-python, tests/slack_bolt/request/test_internals.py, are from real companies. */
export const connectedWith = {
  workspace: {
    mention: { team: 'T0LOCAL', user_team: 'T9OTHER', source_team: 'T9OTHER', user_profile: { team: 'T9OTHER' } },
    /** bolt-js #1614: a form names the sender's workspace, and the view the one that has the app. */
    form: {
      team: { id: 'T9OTHER' },
      enterprise: null,
      user: { team_id: 'T9OTHER' },
      view: { app_installed_team_id: 'T0LOCAL' },
    },
    click: { team: { id: 'T0LOCAL' }, user: { team_id: 'T9OTHER' } },
  },
  organisation: {
    mention: {
      team: 'T0LOCAL',
      user_team: 'E9PARTNER',
      source_team: 'E9PARTNER',
      user_profile: { team: 'E9PARTNER' },
    },
    form: {
      team: { id: 'T9GRID', enterprise_id: 'E9PARTNER' },
      enterprise: { id: 'E9PARTNER', name: 'Partner Group' },
      user: { team_id: 'E9PARTNER' },
      view: { app_installed_team_id: 'T0LOCAL' },
    },
    click: { team: { id: 'T0LOCAL' }, user: { team_id: 'E9PARTNER' } },
  },
  event: {
    team_id: 'T0LOCAL',
    context_team_id: 'T0LOCAL',
    context_enterprise_id: null,
    is_ext_shared_channel: true,
    authorizations: [{ enterprise_id: null, team_id: 'T0LOCAL', is_enterprise_install: false }],
  },
}
