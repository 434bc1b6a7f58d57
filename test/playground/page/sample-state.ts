import type { Block, Channel, Message, State, User, View } from '../../../playground/slack/protocol.ts'
import { everyBlock, homeBlocks, modalBlocks } from './sample-blocks.ts'

const dayS = 86_400

/** The state of a workspace with every kind of message, block and view, in the format of `/control/state`. */
export function sampleState(me: string, nowMs: number): State {
  const nowS = Math.floor(nowMs / 1000)
  return {
    team: { id: 'T0LOCAL', name: 'Local workspace' },
    app: {
      id: 'A0FERRY',
      name: 'Ferry',
      bot_user_id: 'U0FERRY',
      is_connected: true,
      commands: [{ command: '/migrate', usage_hint: 'status 1912… · list · help' }],
      shortcuts: [
        { type: 'global', callback_id: 'new_migration', name: 'New migration', description: 'Request a migration' },
      ],
    },
    users: people(),
    user_groups: [{ id: 'S0LEADS', handle: 'leads', name: 'Storage leads' }],
    channels: channels(me),
    messages: messages(nowS),
    modals: [],
    home: homeView(),
    revision: 1,
    panels: [
      {
        title: "The clouds' clock",
        status: '14:05:09, 60 × real time',
        buttons: ['Pause', '1 ×', '60 ×', '600 ×'].map((label) => ({ label, path: `/clock/${label}` })),
      },
      { title: 'Try', status: '', buttons: [], texts: ['/migrate status 1912…', '/migrate list'] },
    ],
  }
}

export function sampleModal(): View {
  const title = { type: 'plain_text', text: 'New migration' }
  const submit = { type: 'plain_text', text: 'Request' }
  return {
    id: 'V0CREATE',
    type: 'modal',
    payload: { type: 'modal', title, submit, close: { type: 'plain_text', text: 'Cancel' }, blocks: modalBlocks() },
    hash: '1',
    root_view_id: 'V0CREATE',
  }
}

function homeView(): View {
  return {
    id: 'V0HOME',
    type: 'home',
    payload: { type: 'home', blocks: homeBlocks() },
    hash: '1',
    root_view_id: 'V0HOME',
  }
}

function people(): User[] {
  const common = { tz: 'Europe/Helsinki', is_admin: false, is_bot: false, is_restricted: false, team_id: 'T0LOCAL' }
  return [
    { ...common, id: 'U0ENGINEER', name: 'engineer', real_name: 'Engineer', color: '#3b7dd8' },
    {
      ...common,
      id: 'U0LEAD',
      name: 'lead',
      real_name: 'Team lead',
      title: 'Approver',
      color: '#8a5cc2',
      is_admin: true,
    },
    { ...common, id: 'U0ONCALL', name: 'oncall', real_name: 'On call', color: '#ecb22e', tz: 'Asia/Seoul' },
    { ...common, id: 'U0GUEST', name: 'guest', real_name: 'Guest', color: '#5b8a3a', is_restricted: true },
    { ...common, id: 'U0FERRY', name: 'ferry', real_name: 'Ferry', color: '#0b6b6f', is_bot: true },
  ]
}

function channels(me: string): Channel[] {
  const common = { is_private: false, is_archived: false, is_im: false }
  const everyone = ['U0ENGINEER', 'U0LEAD', 'U0ONCALL', 'U0FERRY']
  return [
    { ...common, id: 'C0MIGRATIONS', name: 'migrations', members: everyone },
    { ...common, id: 'C0GENERAL', name: 'general', members: everyone },
    { ...common, id: 'C0GALLERY', name: 'block-gallery', members: everyone },
    { ...common, id: 'C0STORAGE', name: 'storage-leads', is_private: true, members: ['U0LEAD', 'U0ONCALL'] },
    { ...common, id: 'C0OLD', name: 'old-moves', is_archived: true, members: everyone },
    { ...common, id: 'D0LEAD', name: 'U0LEAD', is_im: true, members: [me, 'U0LEAD'] },
    { ...common, id: 'D0FERRY', name: me, is_im: true, members: [me, 'U0FERRY'] },
  ]
}

function messages(nowS: number): Message[] {
  const root = `${nowS - 900}.000100`
  return [
    message(
      nowS - dayS - 60,
      'U0LEAD',
      'Morning. We move *media-archive* this week; plan in <https://example.test/plan|the plan>.',
    ),
    message(
      nowS - 1500,
      'U0ENGINEER',
      'First run is up: `prod-hw/191297407830872`\n&gt; 1.2 TiB in 48 000 objects\n_Watching it._',
    ),
    message(nowS - 1490, 'U0ENGINEER', 'cc <@U0LEAD> <@U0ENGINEER>'),
    {
      ...message(nowS - 900, 'U0FERRY', 'media-archive is running'),
      blocks: cardBlocks(),
      ts: root,
      reply_count: 2,
      edited_at: `${nowS - 100}.000000`,
    },
    { ...message(nowS - 800, 'U0FERRY', ':hourglass_flowing_sand: Half of it is there.'), thread_ts: root },
    { ...message(nowS - 700, 'U0ONCALL', 'Looks good from here :eyes:'), thread_ts: root, is_broadcast: true },
    { ...message(nowS - 200, 'U0ONCALL', '<script>alert(1)</script> &lt;b&gt;not bold&lt;/b&gt; javascript:alert(1)') },
    {
      ...message(nowS - 120, 'U0FERRY', 'Everything'),
      blocks: everyBlock(nowS),
      channel: 'C0GALLERY',
      unfurls: [{ id: 1, url: 'https://example.test', entity: sampleWorkObject(), blocks: [] }],
    },
    { ...message(nowS - 60, 'U0FERRY', 'Welcome. Type `/migrate help`.'), channel: 'D0FERRY' },
  ]
}

function message(atS: number, user: string, text: string): Message {
  return { ts: `${atS}.000100`, channel: 'C0MIGRATIONS', user, text, blocks: [], reply_count: 0 }
}

function cardBlocks(): Block[] {
  const markdown = (text: string) => ({ type: 'mrkdwn', text })
  const button = (label: string, actionId: string, more = {}) => ({
    type: 'button',
    action_id: actionId,
    text: { type: 'plain_text', text: label },
    ...more,
  })
  const confirm = {
    title: { type: 'plain_text', text: 'Cancel this migration?' },
    text: markdown('What was copied stays where it is.'),
    confirm: { type: 'plain_text', text: 'Cancel it' },
    deny: { type: 'plain_text', text: 'Keep it' },
    style: 'danger',
  }
  return [
    {
      type: 'section',
      block_id: 'head',
      text: markdown(
        '*media-archive → media-archive-eu*\n:arrow_forward: *Running* · 56 % ■■■■■□□□□□\n672 GB of 1.2 TB',
      ),
    },
    {
      type: 'section',
      block_id: 'facts',
      fields: ['*Speed*\n148 MiB/s', '*Done in*\n1 h 4 min', '*Objects*\n26 912 of 48 000', '*Failed*\n0'].map(
        markdown,
      ),
    },
    {
      type: 'context',
      block_id: 'small',
      elements: [
        markdown('Huawei Cloud OMS · `prod-hw` · cn-north-4 → eu-west-101'),
        markdown('started by <@U0ENGINEER>'),
      ],
    },
    {
      type: 'actions',
      block_id: 'act',
      elements: [
        button(':double_vertical_bar: Pause', 'pause', { style: 'primary' }),
        button('Cancel', 'cancel', { style: 'danger', confirm }),
        button('Open console', 'console', { url: 'https://example.test/console' }),
        {
          type: 'overflow',
          action_id: 'more',
          options: ['Stop watching', 'Share'].map((label) => ({
            text: { type: 'plain_text', text: label },
            value: label,
          })),
        },
      ],
    },
  ]
}

/** A Work Object with a tag of each color that Slack has. */
export function sampleWorkObject(): Record<string, unknown> {
  const custom_fields = ['red', 'yellow', 'green', 'gray', 'blue'].map((color) => ({
    key: color,
    label: color,
    type: 'string',
    value: `A ${color} one`,
    tag_color: color,
  }))
  return { entity_payload: { attributes: { title: { text: 'media-archive' } }, fields: {}, custom_fields } }
}

/** An answer that Slack shows to one person until it is loaded again. */
export function privateAnswer(): Message {
  const nowS = Math.floor(Date.now() / 1000)
  return { ...message(nowS, 'U0FERRY', 'Only you'), blocks: answerBlocks(nowS), only_for: 'U0ENGINEER' }
}

function answerBlocks(nowS: number): Block[] {
  const text = `:x: *logs-2025* failed <!date^${nowS - 320}^{time} ({ago})|earlier>: the destination refused the key.\nReplace the key of \`backup-nv\`, then retry. <#C0GENERAL|general> has the runbook.`
  return [
    { type: 'section', block_id: 'why', text: { type: 'mrkdwn', text } },
    {
      type: 'actions',
      block_id: 'share',
      elements: [{ type: 'button', action_id: 'share', text: { type: 'plain_text', text: 'Share to channel' } }],
    },
  ]
}
