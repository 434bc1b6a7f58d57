/** One valid payload of each block and element type, named by its type. */
export const plain = (text = 'Text') => ({ type: 'plain_text', text })
export const mrkdwn = (text = 'Text') => ({ type: 'mrkdwn', text })
export const option = (value = 'a') => ({ text: plain(value), value })
export const imageElement = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'A' }
export const confirm = { title: plain(), text: mrkdwn(), confirm: plain(), deny: plain(), style: 'danger' }
export const button = { type: 'button', text: plain(), action_id: 'go', confirm, style: 'primary', value: 'v' }
const leaf = { type: 'text', text: 'Text', style: { bold: true } }
export const richText = {
  type: 'rich_text',
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        leaf,
        { type: 'link', url: 'https://example.com' },
        { type: 'user', user_id: 'U1' },
        { type: 'usergroup', usergroup_id: 'S1' },
        { type: 'team', team_id: 'T1' },
        { type: 'channel', channel_id: 'C1' },
        { type: 'broadcast', range: 'here' },
        { type: 'color', value: '#aabbcc' },
        { type: 'date', timestamp: 1_700_000_000, format: '{date}' },
        { type: 'emoji', name: 'wave' },
      ],
    },
    { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [leaf] }], indent: 1 },
    { type: 'rich_text_quote', elements: [leaf], border: 1 },
    { type: 'rich_text_preformatted', elements: [leaf], language: 'json' },
  ],
}
export const series = (name: string) => ({ name, data: [{ label: 'Mon', value: -1.5 }] })
export const line = { type: 'line', series: [series('Speed')], axis_config: { categories: ['Mon'], x_label: 'Day' } }
export const pie = { type: 'pie', segments: [{ label: 'Done', value: 3 }] }
export const task = { task_id: '1', title: 'Copy', status: 'in_progress' }
export const raw = (text = 'Text') => ({ type: 'raw_text', text })
const rawNumber = { type: 'raw_number', value: 3, text: '3' }

const options = [option('a'), option('b')]

export const ELEMENTS = {
  button,
  workflow_button: { type: 'workflow_button', text: plain(), workflow: { trigger: { url: 'https://example.com/t' } } },
  overflow: { type: 'overflow', options: [{ ...option(), url: 'https://example.com' }] },
  checkboxes: { type: 'checkboxes', options: [{ text: mrkdwn('a'), value: 'a' }], initial_options: [option('a')] },
  radio_buttons: { type: 'radio_buttons', options, initial_option: option('b') },
  datepicker: { type: 'datepicker', initial_date: '2026-11-21', placeholder: plain() },
  timepicker: { type: 'timepicker', initial_time: '23:59', timezone: 'Europe/Helsinki' },
  datetimepicker: { type: 'datetimepicker', initial_date_time: 1_700_000_000 },
  static_select: { type: 'static_select', options, initial_option: option('a'), placeholder: plain() },
  external_select: { type: 'external_select', initial_option: option(), min_query_length: 0 },
  users_select: { type: 'users_select', initial_user: 'U1' },
  conversations_select: { type: 'conversations_select', filter: { include: ['public'] } },
  channels_select: { type: 'channels_select', initial_channel: 'C1' },
  multi_static_select: {
    type: 'multi_static_select',
    option_groups: [{ label: plain(), options }],
    initial_options: [option('b')],
    max_selected_items: 1,
  },
  multi_external_select: { type: 'multi_external_select', initial_options: [option()] },
  multi_users_select: { type: 'multi_users_select', initial_users: ['U1'] },
  multi_conversations_select: { type: 'multi_conversations_select', default_to_current_conversation: true },
  multi_channels_select: { type: 'multi_channels_select', initial_channels: ['C1'] },
  plain_text_input: { type: 'plain_text_input', min_length: 1, max_length: 1, multiline: true, focus_on_load: true },
  rich_text_input: { type: 'rich_text_input', initial_value: richText, min_lines: 1, max_lines: 2 },
  email_text_input: { type: 'email_text_input', dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] } },
  url_text_input: { type: 'url_text_input', initial_value: '' },
  number_input: { type: 'number_input', is_decimal_allowed: true, min_value: '-1.5', max_value: '10' },
  file_input: { type: 'file_input', filetypes: ['csv'], max_files: 1 },
}

export const input = (element: object) => ({ type: 'input', label: plain(), element })

export const BLOCKS = {
  section: { type: 'section', text: mrkdwn(), fields: [plain()], accessory: button, expand: true, block_id: 'b' },
  context: { type: 'context', elements: [mrkdwn(), plain(), imageElement] },
  actions: { type: 'actions', elements: [button, { ...button, action_id: 'stop' }] },
  divider: { type: 'divider' },
  header: { type: 'header', text: plain(), level: 1 },
  image: { type: 'image', slack_file: { id: 'F1' }, alt_text: 'A', title: plain() },
  input: { ...input(ELEMENTS.plain_text_input), hint: plain(), optional: true, dispatch_action: true },
  rich_text: richText,
  video: {
    type: 'video',
    video_url: 'https://example.com/v',
    thumbnail_url: 'http://example.com/t.png',
    alt_text: 'A',
    title: plain(),
    author_name: 'A',
  },
  alert: { type: 'alert', text: plain(), level: 'warning' },
  plan: { type: 'plan', title: 'Plan', tasks: [task, { type: 'task_card', ...task }] },
  task_card: {
    type: 'task_card',
    ...task,
    details: richText,
    sources: [{ type: 'url', url: 'https://example.com', text: 'Source' }],
  },
  markdown: { type: 'markdown', text: '**Text**' },
  context_actions: {
    type: 'context_actions',
    elements: [
      { type: 'icon_button', icon: 'trash', text: plain() },
      {
        type: 'feedback_buttons',
        positive_button: { text: plain(), value: 'up' },
        negative_button: { text: plain(), value: 'down' },
      },
    ],
  },
  table: { type: 'table', rows: [[raw(), richText], [rawNumber]], column_settings: [{ align: 'right' }, null] },
  data_table: {
    type: 'data_table',
    caption: 'Tasks',
    rows: [
      [raw(), rawNumber],
      [richText, raw()],
    ],
    page_size: 5,
    row_header_column_index: 1,
  },
  data_visualization: { type: 'data_visualization', title: 'Speed', chart: line },
  container: { type: 'container', title: plain(), child_blocks: [{ type: 'divider' }], width: 'full' },
  card: { type: 'card', title: mrkdwn(), icon: imageElement, actions: [button] },
  carousel: { type: 'carousel', elements: [{ type: 'card', body: mrkdwn(), actions: [button] }] },
}

export const action = (element: object) => ({ type: 'actions', elements: [element] })
export const chart = (of: object) => ({ ...BLOCKS.data_visualization, chart: of })

export const modal = { type: 'modal', title: plain(), blocks: [BLOCKS.section], close: plain(), callback_id: 'c' }
export const home = { type: 'home', blocks: [BLOCKS.section], private_metadata: '{}' }

export function without(value: object, field: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== field))
}
