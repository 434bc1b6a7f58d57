import { useId, useState } from 'preact/hooks'
import type { FieldValue } from '../../slack/protocol.ts'
import { fieldDraftKey, initialValue } from '../fields.ts'
import { describeFailure } from '../outcome.ts'
import { isPayload, type Payload, readString, readTextOf } from '../payload.ts'
import { type Question, useSession } from '../session.ts'
import { useSurface } from '../surface.ts'

/** The place of an element in its blocks. */
export type Placement = {
  /** Unique in the surface: the block id, or the block's position. */
  key: string
  blockId?: string
  /** Set in `input` blocks: ids that connect the element to its label, hint and error. */
  input?: { controlId: string; labelId: string; describedBy: string | undefined; isInvalid: boolean }
  /** Whether the app is told at once when the element is used. */
  isDispatched: boolean
}

/** The properties and callbacks of an element. */
export type Control = {
  element: Payload
  placement: Placement
  id: string
  value: FieldValue
  isBusy: boolean
  failure: string | undefined
  /** Called for a choice, which is stored, and sent to the app if the block says so. */
  choose(value: FieldValue): void
  /** Called for a typed character, which is only stored. */
  type(value: FieldValue): void
  /** Tells the app, with a value for everything except buttons. */
  send(value?: string | string[]): void
}

export function useControl(element: Payload, placement: Placement): Control {
  const surface = useSurface()
  const { ask } = useSession()
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const ownId = useId()
  const key = draftKey(element, placement)
  const actionId = readString(element.action_id)
  const drafted = surface.draft.read(key)
  const blockId = placement.blockId === undefined ? {} : { blockId: placement.blockId }

  async function act(value: string | string[] | undefined, before: () => void): Promise<void> {
    if (isPayload(element.confirm) && !(await ask(readQuestion(element.confirm)))) return
    before()
    setIsBusy(true)
    setFailure(undefined)
    const result = await surface.act({ ...blockId, actionId, ...(value === undefined ? {} : { value }) })
    setIsBusy(false)
    setFailure(describeFailure(result))
  }

  return {
    element,
    placement,
    id: placement.input?.controlId ?? ownId,
    value: drafted === undefined ? initialValue(element) : drafted,
    isBusy,
    failure,
    choose(value) {
      const keep = () => surface.draft.write(key, value)
      if (placement.isDispatched) void act(value ?? '', keep)
      else keep()
    },
    type: (value) => surface.draft.write(key, value),
    send: (value) => void act(value, () => {}),
  }
}

/**
 * Key of an element in the draft. If the element acts at once, its value is dropped when the app redraws it with
 * another initial value. An input keeps what was typed.
 */
function draftKey(element: Payload, placement: Placement): string {
  const key = fieldDraftKey(placement.key, element)
  return placement.input === undefined ? `${key} ${JSON.stringify(initialValue(element))}` : key
}

function readQuestion(confirm: Payload): Question {
  return {
    title: readTextOf(confirm.title) || 'Are you sure?',
    text: confirm.text,
    confirm: readTextOf(confirm.confirm) || 'Yes',
    deny: readTextOf(confirm.deny) || 'Cancel',
    isDanger: confirm.style === 'danger',
  }
}
