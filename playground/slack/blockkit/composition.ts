import { atLeastOne, exactlyOne } from './checks.ts'
import { boolean, list, type ObjectRule, object, oneOf, type Rule, string, typed } from './rule.ts'

/** Objects that are parts of blocks and elements: https://docs.slack.dev/reference/block-kit/composition-objects */
export const id = string({ max: 255 })
export const label = string({ max: 75 })
export const style = oneOf('primary', 'danger')

export function url(max = 3000): Rule {
  return string({ max, format: { name: 'an http or https URL', pattern: /^https?:\/\/[^\s/]\S*$/i } })
}

export function plainText(max: number): Rule {
  return typed({ plain_text: plainTextObject(max) })
}

export function anyText(max: number): Rule {
  return typed(anyTextObjects(max))
}

export function anyTextObjects(max: number): { plain_text: ObjectRule; mrkdwn: ObjectRule } {
  return { plain_text: plainTextObject(max), mrkdwn: object({ text: string({ max }), 'verbatim?': boolean }) }
}

function plainTextObject(max: number): ObjectRule {
  return object({ text: string({ max }), 'emoji?': boolean })
}

export const confirm = object({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  'style?': style,
})

// @slack/types still says 75 for the value; the reference and the Python SDK say 150.
const optionValue = string({ max: 150 })

export const option = object({ text: plainText(75), value: optionValue, 'description?': plainText(75) })

/** An option of radio buttons and checkboxes, which can be formatted. */
export const formattedOption = object({ text: anyText(75), value: optionValue, 'description?': anyText(75) })

/** An option of an overflow menu, the only one that can have a link. */
export const linkOption = object({
  text: plainText(75),
  value: optionValue,
  'description?': plainText(75),
  'url?': url(),
})

export const optionGroup = object({ label: plainText(75), options: list(option, { max: 100 }) })

export const slackFile = object({ 'url?': url(), 'id?': string() }, exactlyOne('url', 'id'))

/** The fields of an image, as a block and as an element. Both need `exactlyOne('image_url', 'slack_file')`. */
export const imageFields = { alt_text: string({ max: 2000 }), 'image_url?': url(), 'slack_file?': slackFile }
export const image = object(imageFields, exactlyOne('image_url', 'slack_file'))

export const dispatchActionConfig = object({
  trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { max: 2 }),
})

export const conversationFilter = object(
  {
    'include?': list(oneOf('im', 'mpim', 'private', 'public'), { max: 4 }),
    'exclude_external_shared_channels?': boolean,
    'exclude_bot_users?': boolean,
  },
  atLeastOne('include', 'exclude_external_shared_channels', 'exclude_bot_users'),
)

export const workflow = object({
  trigger: object({
    url: url(),
    'customizable_input_parameters?': list(object({ name: string(), value: string({ min: 0 }) }), { min: 0 }),
  }),
})
