import { url } from './composition.ts'
import { boolean, integer, list, object, oneOf, pick, string, typed } from './rule.ts'

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const style = object({
  'bold?': boolean,
  'italic?': boolean,
  'strike?': boolean,
  'underline?': boolean,
  'code?': boolean,
  'highlight?': boolean,
  'client_highlight?': boolean,
  'unlink?': boolean,
})

const styled = { 'style?': style }

const LEAVES = {
  text: object({ text: string(), ...styled }),
  link: object({ url: url(), 'text?': string(), 'unsafe?': boolean, ...styled }),
  user: object({ user_id: string(), ...styled }),
  usergroup: object({ usergroup_id: string(), ...styled }),
  team: object({ team_id: string(), ...styled }),
  channel: object({ channel_id: string(), ...styled }),
  broadcast: object({ range: oneOf('here', 'channel', 'everyone'), ...styled }),
  color: object({ value: string(), ...styled }),
  date: object({ timestamp: integer(), format: string(), 'url?': url(), 'fallback?': string(), ...styled }),
  emoji: object({
    name: string(),
    'unicode?': string(),
    'url?': url(),
    'skin_tone?': integer({ min: 1, max: 6 }),
    ...styled,
  }),
}

const border = integer({ max: 1 })
// Slack accepts empty rich text, unlike empty text objects.
const leaves = list(typed(LEAVES), { min: 0 })
const section = object({ elements: leaves })

const CONTAINERS = {
  rich_text_section: section,
  rich_text_list: object({
    style: oneOf('bullet', 'ordered'),
    elements: list(typed({ rich_text_section: section })),
    'indent?': integer({ max: 8 }),
    'offset?': integer(),
    'border?': border,
  }),
  rich_text_quote: object({ elements: leaves, 'border?': border }),
  rich_text_preformatted: object({
    elements: list(typed(pick(LEAVES, 'text', 'link')), { min: 0 }),
    'border?': border,
    'language?': string(),
  }),
}

const elements = list(typed(CONTAINERS), { min: 0 })

export const richTextBlock = object({ elements, 'block_id?': string({ max: 255 }) })
/** Rich text as a field of another object. */
export const richText = typed({ rich_text: richTextBlock })
