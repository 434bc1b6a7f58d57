import { ascending, initialOptionsOffered } from './checks.ts'
import {
  confirm,
  dispatchActionConfig,
  formattedOption,
  id,
  image,
  label,
  linkOption,
  plainText,
  style,
  url,
  workflow,
} from './composition.ts'
import { richText } from './rich-text.ts'
import { boolean, integer, list, object, oneOf, pick, string } from './rule.ts'
import { SELECTS } from './selects.ts'

const action = { 'action_id?': id }
const picker = { ...action, 'confirm?': confirm, 'focus_on_load?': boolean }
const textual = {
  ...action,
  'placeholder?': plainText(150),
  'focus_on_load?': boolean,
  'dispatch_action_config?': dispatchActionConfig,
}
const value = string({ max: 2000 })
const feedback = object({ text: plainText(75), value, 'accessibility_label?': label })
const lines = integer({ min: 1, max: 100 })

const datePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
const timePattern = /^([01]\d|2[0-3]):[0-5]\d$/
const numeral = string({ format: { name: 'a number written as text', pattern: /^-?\d+(\.\d+)?$/ } })

/** https://docs.slack.dev/reference/block-kit/block-elements, each without its `type`. */
const ELEMENTS = {
  image,
  button: object({
    text: plainText(75),
    ...action,
    'value?': value,
    'url?': url(),
    'style?': style,
    'confirm?': confirm,
    'accessibility_label?': label,
  }),
  workflow_button: object({
    text: plainText(75),
    workflow,
    ...action,
    'style?': style,
    'confirm?': confirm,
    'accessibility_label?': label,
  }),
  icon_button: object({
    icon: oneOf('trash'),
    text: plainText(75),
    ...action,
    'value?': value,
    'confirm?': confirm,
    'accessibility_label?': label,
    'visible_to_user_ids?': list(string(), { min: 0 }),
  }),
  feedback_buttons: object({ positive_button: feedback, negative_button: feedback, ...action }),
  overflow: object({ options: list(linkOption, { max: 5 }), ...action, 'confirm?': confirm }),
  checkboxes: object(
    { options: list(formattedOption, { max: 10 }), 'initial_options?': list(formattedOption), ...picker },
    initialOptionsOffered,
  ),
  radio_buttons: object(
    { options: list(formattedOption, { max: 10 }), 'initial_option?': formattedOption, ...picker },
    initialOptionsOffered,
  ),
  datepicker: object({
    ...picker,
    'initial_date?': string({ format: { name: 'a date as YYYY-MM-DD', pattern: datePattern } }),
    'placeholder?': plainText(150),
  }),
  timepicker: object({
    ...picker,
    'initial_time?': string({ format: { name: 'a time as HH:mm', pattern: timePattern } }),
    'placeholder?': plainText(150),
    'timezone?': string(),
  }),
  // Slack requires a Unix time of ten digits.
  datetimepicker: object({ ...picker, 'initial_date_time?': integer({ min: 1_000_000_000, max: 9_999_999_999 }) }),
  plain_text_input: object(
    {
      ...textual,
      'initial_value?': string({ min: 0, max: 3000 }),
      'multiline?': boolean,
      'min_length?': integer({ max: 3000 }),
      'max_length?': integer({ min: 1, max: 3000 }),
    },
    ascending('min_length', 'max_length'),
  ),
  rich_text_input: object(
    { ...textual, 'initial_value?': richText, 'min_lines?': lines, 'max_lines?': lines },
    ascending('min_lines', 'max_lines'),
  ),
  email_text_input: object({ ...textual, 'initial_value?': string({ min: 0 }) }),
  url_text_input: object({ ...textual, 'initial_value?': string({ min: 0 }) }),
  number_input: object(
    {
      is_decimal_allowed: boolean,
      ...textual,
      'initial_value?': numeral,
      'min_value?': numeral,
      'max_value?': numeral,
    },
    ascending('min_value', 'max_value'),
  ),
  file_input: object({ ...action, 'filetypes?': list(string()), 'max_files?': integer({ min: 1, max: 10 }) }),
}

/** Elements that an actions block, a section's accessory and an input block can all have. */
const everywhere = { ...SELECTS, ...pick(ELEMENTS, 'checkboxes', 'radio_buttons', 'datepicker', 'timepicker') }

export const actionsElements = {
  ...everywhere,
  ...pick(ELEMENTS, 'button', 'workflow_button', 'overflow', 'datetimepicker', 'rich_text_input'),
}

export const accessories = { ...everywhere, ...pick(ELEMENTS, 'button', 'workflow_button', 'overflow', 'image') }

export const inputElements = {
  ...everywhere,
  ...pick(ELEMENTS, 'datetimepicker', 'plain_text_input', 'rich_text_input', 'email_text_input'),
  ...pick(ELEMENTS, 'url_text_input', 'number_input', 'file_input'),
}

export const contextActionsElements = pick(ELEMENTS, 'icon_button', 'feedback_buttons')
export const buttons = pick(ELEMENTS, 'button')
