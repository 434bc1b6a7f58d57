import { describe, expect, test } from 'vitest'
import type { LocalSlack } from '../../../playground/slack/server.ts'
import { act, callApi, modalsOf, refusal, startSlack, textBlock } from './stand.ts'

const channel = 'C0MIGRATIONS'
const user = 'U0LEAD'

describe('a modal', () => {
  async function openForm(slack: LocalSlack) {
    const view_id = await openModal(slack)
    return (fields: object) => act(slack, 'submit', { user, view_id, fields })
  }

  async function openModal(slack: LocalSlack): Promise<string | undefined> {
    await act(slack, 'command', { user, channel, text: '/migrate' })
    const trigger_id = [...slack.world.triggers.keys()].at(-1)
    await callApi(slack, 'views.open', { trigger_id, view: form })
    return modalsOf(slack, user)[0]?.id
  }

  test('is checked as Slack does before the app receives it', async () => {
    const slack = await startSlack()
    const send = await openForm(slack)
    expect(await send({ Name: 'ab', Parallel: '12.5', Mail: 'nobody' })).toEqual({
      ok: false,
      acknowledged: true,
      errors: {
        name: 'This input must be at least 3 characters.',
        parallel: 'This input must be a whole number.',
        mail: 'This input must be an email address.',
        when: 'Please complete this required field.',
      },
    })
  })

  test('takes a value for each kind of input by label, block_id or action_id', async () => {
    const slack = await startSlack()
    const send = await openForm(slack)
    await send({
      Name: 'nightly',
      parallel: '8',
      Mail: 'ops@example.com',
      When: '2026-12-01',
      At: '23:30',
      Approvers: ['U0ONCALL', user],
      Channel: channel,
      Options: ['Verify', 'delete'],
      Speed: 'slow',
      Note: 'hello',
      region: 'kr',
    })
    const values = Object.values(modalsOf(slack, user)[0]?.values ?? {}).flatMap((block) => Object.values(block))
    expect(values).toMatchObject([
      { type: 'plain_text_input', value: 'nightly' },
      { type: 'number_input', value: '8' },
      { type: 'email_text_input', value: 'ops@example.com' },
      { type: 'datepicker', selected_date: '2026-12-01' },
      { type: 'timepicker', selected_time: '23:30' },
      { type: 'multi_users_select', selected_users: ['U0ONCALL', user] },
      { type: 'conversations_select', selected_conversation: channel },
      { type: 'checkboxes', selected_options: [{ value: 'verify' }, { value: 'delete' }] },
      { type: 'radio_buttons', selected_option: { value: 'slow' } },
      { type: 'rich_text_input', rich_text_value: { type: 'rich_text' } },
      { type: 'static_select', selected_option: { value: 'kr' } },
    ])
  })

  test.each([
    [
      { Nmae: 'x' },
      'This view has no input "Nmae"; it has Name, Parallel, Mail, When, At, Approvers, Channel, Options, Speed, Note, region',
    ],
    [{ Speed: 'warp' }, '"Speed" has no option "warp"; it offers fast, slow'],
    [{ When: '1.12.' }, '"When" wants a date as YYYY-MM-DD, got "1.12."'],
    [{ Approvers: ['U404'] }, '"Approvers" wants a user id, and U404 is nobody\'s'],
  ])('cannot be filled with %j', async (fields, error) => {
    const slack = await startSlack()
    const view_id = await openModal(slack)
    expect(await refusal(slack, 'submit', { user, view_id, fields })).toBe(error)
  })
})

function option(text: string, value: string) {
  return { text: { type: 'plain_text', text }, value }
}

function input(label: string, element: object, more: object = {}) {
  const name = label.toLowerCase()
  return {
    type: 'input',
    block_id: name,
    label: { type: 'plain_text', text: label },
    element: { action_id: name, ...element },
    ...more,
  }
}

const form = {
  type: 'modal',
  callback_id: 'form',
  title: { type: 'plain_text', text: 'Form' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    input('Name', { type: 'plain_text_input', min_length: 3 }),
    input('Parallel', { type: 'number_input', is_decimal_allowed: false, initial_value: '4' }),
    input('Mail', { type: 'email_text_input' }, { optional: true }),
    input('When', { type: 'datepicker' }),
    input('At', { type: 'timepicker' }, { optional: true }),
    input('Approvers', { type: 'multi_users_select' }, { optional: true }),
    input('Channel', { type: 'conversations_select' }, { optional: true }),
    input(
      'Options',
      { type: 'checkboxes', options: [option('Verify', 'verify'), option('Delete', 'delete')] },
      { optional: true },
    ),
    input(
      'Speed',
      { type: 'radio_buttons', options: [option('Fast', 'fast'), option('Slow', 'slow')] },
      { optional: true },
    ),
    input('Note', { type: 'rich_text_input' }, { optional: true }),
    {
      ...textBlock('Region'),
      block_id: 'where',
      accessory: { type: 'static_select', action_id: 'region', options: [option('Korea', 'kr')] },
    },
  ],
}
