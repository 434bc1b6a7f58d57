import type { Block } from '../../../playground/slack/protocol.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: true })
const markdown = (text: string) => ({ type: 'mrkdwn', text })
const option = (label: string, description?: string) => ({
  text: plain(label),
  value: label.toLowerCase().replaceAll(' ', '-'),
  ...(description === undefined ? {} : { description: plain(description) }),
})
const rich = (text: string, style = {}) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text, style }] }],
})
const picture =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='320' height='120'%3E%3Crect width='320' height='120' fill='%230b6b6f'/%3E%3Cpath d='M0 100L80 60L160 75L240 30L320 45V120H0z' fill='%236fcac3'/%3E%3C/svg%3E"

/** A message with every block that a message can have. */
export function everyBlock(nowS: number): Block[] {
  return [
    { type: 'header', text: plain('A gallery of blocks :package:') },
    {
      type: 'section',
      text: markdown(
        '*bold* _italic_ ~gone~ `code` <https://example.test|link> <@U0LEAD> <!here> :tada: :unknown_one:\n&gt; quoted\n```npm run playground\n▓▓▓▓▓▓░░░░  60 %```',
      ),
      accessory: { type: 'image', image_url: picture, alt_text: 'A coast' },
    },
    {
      type: 'section',
      text: markdown('A section with a menu'),
      accessory: {
        type: 'static_select',
        action_id: 'pick',
        placeholder: plain('Pick one'),
        options: [option('First'), option('Second', 'The other one')],
      },
    },
    { type: 'divider' },
    { type: 'image', image_url: picture, alt_text: 'A coast', title: plain('coast.svg') },
    {
      type: 'actions',
      block_id: 'elements',
      elements: [
        { type: 'datepicker', action_id: 'date', initial_date: '2026-11-21' },
        { type: 'timepicker', action_id: 'time', initial_time: '14:05' },
        { type: 'users_select', action_id: 'who', placeholder: plain('Choose a person') },
        {
          type: 'checkboxes',
          action_id: 'checks',
          options: [option('Overwrite'), option('Keep metadata')],
          initial_options: [option('Overwrite')],
        },
      ],
    },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'Rich ' },
            { type: 'text', text: 'text', style: { bold: true, italic: true } },
            { type: 'emoji', name: 'rocket' },
            { type: 'date', timestamp: nowS, format: ' {date_short_pretty} at {time}' },
          ],
        },
        { type: 'rich_text_list', style: 'bullet', elements: [rich('one').elements[0], rich('two').elements[0]] },
        { type: 'rich_text_list', style: 'ordered', elements: [rich('first').elements[0], rich('second').elements[0]] },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'quoted' }] },
        { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'const a = 1' }] },
      ],
    },
    {
      type: 'markdown',
      text: '## Markdown\n**bold** and [a link](https://example.test)\n\n- one\n  - deeper\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    },
    {
      type: 'plan',
      title: 'Moving media-archive',
      tasks: [
        {
          type: 'task_card',
          task_id: '1',
          title: 'Check keys',
          status: 'complete',
          output: rich('Both keys are valid'),
        },
        { type: 'task_card', task_id: '2', title: 'Copy 48 000 objects', status: 'in_progress', details: rich('56 %') },
        {
          type: 'task_card',
          task_id: '3',
          title: 'Verify',
          status: 'error',
          sources: [{ type: 'url', url: 'https://example.test/log', text: 'Log' }],
        },
        { type: 'task_card', task_id: '4', title: 'Say so', status: 'pending' },
      ],
    },
    {
      type: 'table',
      column_settings: [{}, { align: 'right' }],
      rows: [
        [
          { type: 'raw_text', text: 'Migration' },
          { type: 'raw_text', text: 'Done' },
          { type: 'raw_text', text: 'State' },
        ],
        [
          { type: 'raw_text', text: 'media-archive' },
          { type: 'raw_number', value: 56, text: '56 %' },
          rich('running', { bold: true }),
        ],
        [
          { type: 'raw_text', text: 'logs-2025' },
          { type: 'raw_number', value: 12, text: '12 %' },
          { type: 'raw_text', text: ':x: failed' },
        ],
      ],
    },
    ...charts(),
    {
      type: 'video',
      title: plain('How it works'),
      video_url: 'https://example.test/v',
      thumbnail_url: picture,
      alt_text: 'v',
      provider_name: 'example.test',
    },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'feedback',
          positive_button: { text: plain('Good'), value: 'good' },
          negative_button: { text: plain('Bad'), value: 'bad' },
        },
      ],
    },
    {
      type: 'container',
      title: plain('A container'),
      is_collapsible: true,
      child_blocks: [{ type: 'section', text: markdown('Inside') }],
    },
    { type: 'hologram' },
  ]
}

/** A modal with every input. */
export function modalBlocks(): Block[] {
  return [
    { type: 'alert', level: 'warning', text: markdown('This copies *1.2 TiB*. A lead must approve it.') },
    input('Name', 'plain_text_input', {
      placeholder: plain('media-archive'),
      hint: 'Shown wherever the migration is named',
    }),
    input('Provider', 'static_select', { placeholder: plain('Choose a provider'), options: providers }),
    input('Source', 'external_select', { placeholder: plain('Type to search'), min_query_length: 1 }),
    input('Mode', 'radio_buttons', { initial_option: modes[0], options: modes }),
    optional('Regions', 'multi_static_select', {
      placeholder: plain('Any'),
      options: regions,
      initial_options: regions.slice(1),
    }),
    optional('Options', 'checkboxes', { options: [option('Keep metadata'), option('Verify checksums')] }),
    optional('Start on', 'datepicker', { initial_date: '2026-11-22' }),
    optional('Bandwidth', 'number_input', { is_decimal_allowed: false }),
    optional('Tell', 'conversations_select', { placeholder: plain('A channel or person') }),
    optional('Reason', 'plain_text_input', { multiline: true }),
    optional('Object list', 'file_input', { filetypes: ['txt'], max_files: 1 }),
  ]
}

const providers = [
  option('Huawei Cloud', 'OMS'),
  option('NAVER Cloud', 'Object Migration'),
  option('UpCloud', 'Managed Object Storage'),
]
const modes = [option('Everything'), option('Only new objects', 'Skips what is there already')]
const regions = [option('eu-west-101'), option('cn-north-4')]

/** As many blocks as a message can have. */
function charts(): Block[] {
  const days = ['Sat 21 Nov', 'Sun 22 Nov', 'Mon 23 Nov']
  const series = (name: string, ...values: number[]) => ({
    name,
    data: values.map((value, index) => ({ label: days[index], value })),
  })
  const line = {
    type: 'line',
    series: [series('Copied', 120, 480, 300), series('Failed', 0, 12, 3)],
    axis_config: { categories: days, x_label: 'Day, UTC', y_label: 'Objects' },
  }
  const segments = [
    { label: 'Copied', value: 900 },
    { label: 'Failed', value: 100 },
  ]
  return [
    { type: 'data_visualization', title: 'Objects per day', chart: line },
    { type: 'data_visualization', title: 'How they ended', chart: { type: 'pie', segments } },
  ]
}

/** An input whose block id is its label in lower case. */
function input(label: string, type: string, { hint, ...element }: Record<string, unknown>): Block {
  const block = { type: 'input', block_id: label.toLowerCase().replaceAll(' ', '-'), label: plain(label) }
  return {
    ...block,
    element: { type, action_id: 'value', ...element },
    ...(typeof hint === 'string' ? { hint: plain(hint) } : {}),
  }
}

function optional(label: string, type: string, element: Record<string, unknown>): Block {
  return { ...input(label, type, element), optional: true }
}

export function homeBlocks(): Block[] {
  const row = (name: string, state: string): Block => ({
    type: 'section',
    text: markdown(`*${name}*\n${state}`),
    accessory: { type: 'button', action_id: `open-${name}`, text: plain('Details') },
  })
  return [
    { type: 'header', text: plain('Your migrations') },
    { type: 'context', elements: [markdown('3 accounts · 2 running · 1 failed')] },
    row('media-archive', ':arrow_forward: Running · 56 %'),
    row('logs-2025', ':x: Failed · 12 %'),
    { type: 'divider' },
    {
      type: 'actions',
      elements: [
        { type: 'button', style: 'primary', action_id: 'create', text: plain('New migration') },
        { type: 'button', action_id: 'help', text: plain('Help') },
      ],
    },
  ]
}
