import { describe, expect, test } from 'vitest'
import { actorIn, workspaceIn } from '../../src/slack/answer/actor.ts'

/**
 * Payloads in the shapes of Slack's pages: docs.slack.dev/reference/interaction-payloads (block_actions,
 * block_suggestion, view_submission, shortcuts), …/interactivity/implementing-slash-commands and …/apis/events-api. For
 * several companies: …/enterprise/developing-for-enterprise-orgs and slackapi/bolt-js #1614, #1720, #1875.
 */
const single = { team: { id: 'T1', domain: 'one' }, enterprise: null, is_enterprise_install: false }
const grid = { id: 'T1', domain: 'one', enterprise_id: 'E1', enterprise_name: 'Group' }
const within = { team: grid, enterprise: { id: 'E1', name: 'Group' }, is_enterprise_install: false }
const command = { command: '/migrate', team_id: 'T1', user_id: 'U1', channel_id: 'C1', is_enterprise_install: 'false' }
const authorization = {
  enterprise_id: null,
  team_id: 'T1',
  user_id: 'U0BOT',
  is_bot: true,
  is_enterprise_install: false,
}
const mention = {
  team_id: 'T1',
  api_app_id: 'A1',
  event: { type: 'app_mention', user: 'U1', text: '<@U0BOT>', channel: 'C1' },
  authorizations: [authorization],
  is_ext_shared_channel: false,
}
const partner = { user: 'U9', user_team: 'T9', source_team: 'T9', user_profile: { team: 'T9' } }

const member = { isStranger: false }
const stranger = { isStranger: true }
const open = { isStranger: false, isMembershipOpen: true }

const interactions = {
  'a click in a message': { type: 'block_actions', channel: { id: 'C1' }, message: { ts: '1.1' } },
  'a click in a form': { type: 'block_actions', view: { id: 'V1', app_installed_team_id: 'T1' } },
  'a click on the home tab': { type: 'block_actions', view: { id: 'V1', type: 'home', app_installed_team_id: 'T1' } },
  'a suggestion': { type: 'block_suggestion', value: 'a', view: { id: 'V1', app_installed_team_id: 'T1' } },
  'a form that is sent': { type: 'view_submission', view: { id: 'V1', app_installed_team_id: 'T1' } },
  'a form that is closed': { type: 'view_closed', view: { id: 'V1', app_installed_team_id: 'T1' } },
  'a shortcut': { type: 'shortcut', callback_id: 'new_migration' },
  'a shortcut of a message': { type: 'message_action', callback_id: 'x', channel: { id: 'C1' } },
}

describe.each(Object.entries(interactions))('%s', (_, fields) => {
  test.each<[string, object, object]>([
    ['by a member of a single workspace', { ...single, user: { id: 'U1', team_id: 'T1' } }, member],
    ['by a member of another company', { ...single, user: { id: 'U1', team_id: 'T9' } }, stranger],
    ['by a member of another organization', { ...single, user: { id: 'U1', team_id: 'E9' } }, open],
    ['by a person without a team', { ...single, user: { id: 'U1' } }, open],
    ['in an organization, with the organization as the team', { ...within, user: { id: 'U1', team_id: 'E1' } }, open],
    [
      'in an organization, with their home workspace as the team',
      { ...within, user: { id: 'U1', team_id: 'T2' } },
      open,
    ],
    [
      'in an organization, with the present workspace as the team',
      { ...within, user: { id: 'U1', team_id: 'T1' } },
      open,
    ],
    ['in an organization that only the workspace names', { team: grid, user: { id: 'U1', team_id: 'E1' } }, open],
  ])('%s', (_, place, belonging) => {
    expect(actorIn({ ...fields, ...place })).toEqual({ workspace: 'T1', user: 'U1', ...belonging })
  })
})

describe('a form over Slack Connect', () => {
  const view = { id: 'V1', app_installed_team_id: 'T1' }
  test.each(['view_submission', 'view_closed', 'block_actions', 'block_suggestion'])(
    'belongs to the workspace that has the app, even if %s names the sender’s',
    (type) => {
      const theirs = { team: { id: 'T9', domain: 'nine' }, enterprise: null, user: { id: 'U9', team_id: 'T9' } }
      expect(actorIn({ type, view, ...theirs })).toEqual({ workspace: 'T1', user: 'U9', ...stranger })
      const ofOrganisation = { team: { id: 'T9', enterprise_id: 'E9' }, enterprise: { id: 'E9' } }
      expect(actorIn({ type, view, ...ofOrganisation, user: { id: 'W9', team_id: 'E9' } })).toEqual({
        ...{ workspace: 'T1', user: 'W9', ...open },
      })
    },
  )

  test('never belongs to an organization: if the view names one, the workspace is the team’s', () => {
    const wide = { ...view, app_installed_team_id: 'E1' }
    expect(workspaceIn({ type: 'view_submission', view: wide, ...within, user: { id: 'U1', team_id: 'E1' } })).toBe(
      'T1',
    )
    expect(workspaceIn({ team: null, enterprise: { id: 'E1' }, user: { id: 'U1', team_id: 'E1' } })).toBeUndefined()
  })
})

test('a typed command says where it was typed, but not which workspace the person is from', () => {
  expect(actorIn(command)).toEqual({ workspace: 'T1', user: 'U1', ...open })
  expect(actorIn({ ...command, enterprise_id: 'E1' })).toEqual({ workspace: 'T1', user: 'U1', ...open })
})

describe('an event', () => {
  test.each<[string, object, object]>([
    ['in a single workspace', mention, { workspace: 'T1', user: 'U1', ...member }],
    ['in an organization', { ...mention, context_enterprise_id: 'E1' }, { workspace: 'T1', user: 'U1', ...open }],
    [
      'by a stranger',
      { ...mention, event: partner, is_ext_shared_channel: true },
      { workspace: 'T1', user: 'U9', ...stranger },
    ],
    [
      'by a stranger, in the context of their workspace',
      { ...mention, team_id: 'T9', context_team_id: 'T1', event: partner },
      { workspace: 'T1', user: 'U9', ...stranger },
    ],
    [
      'in a shared channel, without anything about the person',
      { ...mention, is_ext_shared_channel: true },
      { workspace: 'T1', user: 'U1', ...open },
    ],
    ['without an authorization', { ...mention, authorizations: [] }, { workspace: 'T1', user: 'U1', ...member }],
    [
      'without a person',
      { team_id: 'T1', event: { type: 'app_uninstalled' } },
      { workspace: 'T1', user: '', ...member },
    ],
  ])('%s', (_, payload, actor) => {
    expect(actorIn(payload)).toEqual(actor)
  })
})

test.each([null, undefined, 'text', [], {}, { team: 7, user: [], view: 'x', authorizations: {} }])(
  'nonsense such as %o names neither a workspace nor a person',
  (payload) => {
    expect(workspaceIn(payload)).toBeUndefined()
    expect(actorIn(payload)).toMatchObject({ workspace: '', user: '' })
  },
)
