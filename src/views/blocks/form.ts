import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types'
import { defined } from '../../defined.ts'
import { plain } from './elements.ts'
import { type FormMemo, ids } from './ids.ts'
import { cut, limits } from './limits.ts'
import type { Modal } from './message.ts'
import { fittingView } from './size.ts'

/** One question of a form. `name` is the block id and the key of the answer. */
export type Question = {
  name: string
  label: string
  hint?: string
  placeholder?: string
  isOptional?: boolean
  isMultiline?: boolean
  /** Whether a person of the workspace is chosen. The answer is a Slack user id. */
  isPerson?: boolean
  /**
   * Whether several people of the workspace are chosen. The answer and `initial` are their ids, separated by commas.
   */
  arePeople?: boolean
  maxChosen?: number
  /** Whether a channel of the workspace is chosen. The answer is the channel's id. */
  isChannel?: boolean
  maxLength?: number
  initial?: string
  choices?: readonly { value: string; label: string }[]
  /** Whether the app suggests answers while somebody types. */
  isSuggested?: boolean
  /**
   * First answers of a question whose answers the app suggests, where several can be chosen. The answer is their values,
   * separated by commas.
   */
  severalSuggested?: readonly { value: string; label: string }[]
  /** Boxes that all have to be ticked. The answer is their values, separated by commas. */
  ticks?: readonly { value: string; label: string }[]
  /** Whether the page is drawn again when this question is answered. */
  redraws?: boolean
}

export type Form = {
  title: string
  submit: string
  memo: FormMemo
  blocks: readonly KnownBlock[]
  /**
   * Distinguishes a form that begins anew from the one whose place it takes. Slack keeps what somebody entered in inputs
   * of the same ids.
   */
  anew?: string
}

export function formModal({ title, submit, memo, blocks, anew }: Form): Modal {
  return {
    type: 'modal',
    callback_id: ids.form,
    title: plain(title, limits.viewTitle),
    submit: plain(submit, limits.viewButton),
    close: plain('Cancel', limits.viewButton),
    private_metadata: cut(JSON.stringify(memo), limits.privateMetadata),
    blocks: fittingView(anew === undefined ? blocks : blocks.map((block) => withEnd(block, anew))),
  }
}

function withEnd(block: KnownBlock, end: string): KnownBlock {
  return block.type === 'input' ? { ...block, element: { ...block.element, action_id: `${ids.answer}.${end}` } } : block
}

export function question(asked: Question): InputBlock {
  return {
    type: 'input',
    block_id: asked.name,
    label: plain(asked.label, limits.inputLabel),
    optional: asked.isOptional ?? false,
    ...(asked.redraws ? { dispatch_action: true } : {}),
    element: elementOf(asked),
    ...(asked.hint === undefined ? {} : { hint: plain(asked.hint, limits.inputHint) }),
  }
}

function elementOf(asked: Question): InputBlock['element'] {
  if (asked.isPerson) return personSelect(asked)
  if (asked.arePeople) return peopleSelect(asked)
  if (asked.isChannel) return channelSelect(asked)
  if (asked.severalSuggested !== undefined) return severalSuggested(asked, asked.severalSuggested)
  if (asked.isSuggested) return suggested(asked)
  if (asked.ticks !== undefined)
    return { type: 'checkboxes', action_id: ids.answer, options: asked.ticks.map(toOption) }
  return asked.choices === undefined ? textInput(asked) : select(asked, asked.choices)
}

function personSelect({ initial }: Question): InputBlock['element'] {
  const chosen = initial === undefined ? {} : { initial_user: initial }
  return { type: 'users_select', action_id: ids.answer, ...chosen }
}

function peopleSelect({ initial = '', maxChosen }: Question): InputBlock['element'] {
  const chosen = initial.split(',').filter((id) => id !== '')
  return {
    type: 'multi_users_select',
    action_id: ids.answer,
    ...(chosen.length === 0 ? {} : { initial_users: chosen }),
    ...defined({ max_selected_items: maxChosen }),
  }
}

function channelSelect({ initial }: Question): InputBlock['element'] {
  const chosen = initial === undefined ? {} : { initial_conversation: initial }
  const filter = { include: ['public' as const, 'private' as const], exclude_bot_users: true }
  return { type: 'conversations_select', action_id: ids.answer, filter, ...chosen }
}

/**
 * A select with suggestions. A first answer that no option can hold is left out and has to be asked for in another way.
 */
function suggested({ initial, placeholder }: Question): InputBlock['element'] {
  return {
    type: 'external_select',
    action_id: ids.answer,
    min_query_length: 0,
    ...(initial === undefined || !isOptionValue(initial)
      ? {}
      : { initial_option: toOption({ value: initial, label: initial }) }),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, limits.placeholder) }),
  }
}

function severalSuggested(
  { placeholder, maxChosen }: Question,
  chosen: NonNullable<Question['severalSuggested']>,
): InputBlock['element'] {
  const initial = chosen.slice(0, limits.selectOptions).map(toOption)
  return {
    type: 'multi_external_select',
    action_id: ids.answer,
    min_query_length: 0,
    ...(initial.length === 0 ? {} : { initial_options: initial }),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, limits.placeholder) }),
    ...defined({ max_selected_items: maxChosen }),
  }
}

/** Whether an option can hold a value whole. Half a value would be another. */
export function isOptionValue(value: string): boolean {
  return value !== '' && value.length <= limits.optionValue
}

/** A text box. A first answer that is too long is left out, because half of it would be wrong. */
function textInput({ placeholder, isMultiline, maxLength, initial }: Question): InputBlock['element'] {
  const longest = maxLength ?? limits.inputText
  return {
    type: 'plain_text_input',
    action_id: ids.answer,
    multiline: isMultiline ?? false,
    ...defined({ max_length: maxLength }),
    ...(initial === undefined || initial.length > longest ? {} : { initial_value: initial }),
    ...(placeholder === undefined ? {} : { placeholder: plain(placeholder, limits.placeholder) }),
  }
}

function select(asked: Question, choices: NonNullable<Question['choices']>): InputBlock['element'] {
  const options = choices.slice(0, limits.selectOptions).map(toOption)
  const initial = options.find(({ value }) => value === asked.initial)
  return {
    type: 'static_select',
    action_id: ids.answer,
    options,
    ...defined({ initial_option: initial }),
    ...(asked.placeholder === undefined ? {} : { placeholder: plain(asked.placeholder, limits.placeholder) }),
  }
}

export function toOption({ value, label }: { value: string; label: string }): PlainTextOption {
  return { text: plain(label, limits.optionText), value: cut(value, limits.optionValue) }
}
