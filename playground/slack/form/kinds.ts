/** How a person can answer an element, and where Slack stores the answer. */
export type Kind = {
  holds: 'text' | 'option' | 'user' | 'conversation' | 'channel' | 'date' | 'time' | 'moment' | 'rich_text' | 'file'
  many: boolean
  /** Field in `state.values` and in an action. */
  field: string
  /** Field of the element with its initial value. */
  initial?: string
}

const kinds: Record<string, Kind> = {
  plain_text_input: { holds: 'text', many: false, field: 'value', initial: 'initial_value' },
  number_input: { holds: 'text', many: false, field: 'value', initial: 'initial_value' },
  email_text_input: { holds: 'text', many: false, field: 'value', initial: 'initial_value' },
  url_text_input: { holds: 'text', many: false, field: 'value', initial: 'initial_value' },
  static_select: { holds: 'option', many: false, field: 'selected_option', initial: 'initial_option' },
  external_select: { holds: 'option', many: false, field: 'selected_option', initial: 'initial_option' },
  radio_buttons: { holds: 'option', many: false, field: 'selected_option', initial: 'initial_option' },
  overflow: { holds: 'option', many: false, field: 'selected_option' },
  checkboxes: { holds: 'option', many: true, field: 'selected_options', initial: 'initial_options' },
  multi_static_select: { holds: 'option', many: true, field: 'selected_options', initial: 'initial_options' },
  multi_external_select: { holds: 'option', many: true, field: 'selected_options', initial: 'initial_options' },
  users_select: { holds: 'user', many: false, field: 'selected_user', initial: 'initial_user' },
  multi_users_select: { holds: 'user', many: true, field: 'selected_users', initial: 'initial_users' },
  channels_select: { holds: 'channel', many: false, field: 'selected_channel', initial: 'initial_channel' },
  multi_channels_select: { holds: 'channel', many: true, field: 'selected_channels', initial: 'initial_channels' },
  conversations_select: {
    holds: 'conversation',
    many: false,
    field: 'selected_conversation',
    initial: 'initial_conversation',
  },
  multi_conversations_select: {
    holds: 'conversation',
    many: true,
    field: 'selected_conversations',
    initial: 'initial_conversations',
  },
  datepicker: { holds: 'date', many: false, field: 'selected_date', initial: 'initial_date' },
  timepicker: { holds: 'time', many: false, field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { holds: 'moment', many: false, field: 'selected_date_time', initial: 'initial_date_time' },
  rich_text_input: { holds: 'rich_text', many: false, field: 'rich_text_value', initial: 'initial_value' },
  file_input: { holds: 'file', many: true, field: 'files' },
}

/** The kind of an element type. Undefined for a button, which has no value. */
export function kindOf(elementType: string): Kind | undefined {
  return kinds[elementType]
}
