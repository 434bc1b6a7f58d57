import { exactlyOne, initialOptionsOffered } from './checks.ts'
import { confirm, conversationFilter, id, option, optionGroup, plainText } from './composition.ts'
import { boolean, integer, list, object, string } from './rule.ts'

const menu = { 'action_id?': id, 'confirm?': confirm, 'focus_on_load?': boolean, 'placeholder?': plainText(150) }
const multiMenu = { ...menu, 'max_selected_items?': integer({ min: 1 }) }
const choices = {
  'options?': list(option, { max: 100 }),
  'option_groups?': list(optionGroup, { max: 100 }),
}
const conversations = { 'default_to_current_conversation?': boolean, 'filter?': conversationFilter }
const external = { 'min_query_length?': integer() }
const ids = list(string())

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element and multi-select-menu-element */
export const SELECTS = {
  static_select: object(
    { ...menu, ...choices, 'initial_option?': option },
    exactlyOne('options', 'option_groups'),
    initialOptionsOffered,
  ),
  external_select: object({ ...menu, ...external, 'initial_option?': option }),
  users_select: object({ ...menu, 'initial_user?': string() }),
  conversations_select: object({
    ...menu,
    ...conversations,
    'initial_conversation?': string(),
    'response_url_enabled?': boolean,
  }),
  channels_select: object({ ...menu, 'initial_channel?': string(), 'response_url_enabled?': boolean }),
  multi_static_select: object(
    { ...multiMenu, ...choices, 'initial_options?': list(option) },
    exactlyOne('options', 'option_groups'),
    initialOptionsOffered,
  ),
  multi_external_select: object({ ...multiMenu, ...external, 'initial_options?': list(option) }),
  multi_users_select: object({ ...multiMenu, 'initial_users?': ids }),
  multi_conversations_select: object({ ...multiMenu, ...conversations, 'initial_conversations?': ids }),
  multi_channels_select: object({ ...multiMenu, 'initial_channels?': ids }),
}
