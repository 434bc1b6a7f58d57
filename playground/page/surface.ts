import { createContext } from 'preact'
import { useContext, useRef, useState } from 'preact/hooks'
import type { ActResult, FieldValue } from '../slack/protocol.ts'
import type { Payload } from './payload.ts'
import { useSession } from './session.ts'

/** The place of blocks: a message, a modal or the home tab. Elements act through it and store their values in it. */
export type Surface = {
  kind: 'message' | 'modal' | 'home'
  /** Address of the surface in requests: `channel` and `message_ts`, or `view_id`, and the version on view. */
  address: Payload
  act(use: { blockId?: string; actionId: string; value?: string | string[] }): Promise<ActResult>
  draft: Draft
  /** The app's errors about single inputs, by block. */
  errors: Readonly<Record<string, string>>
}

/** The answers that a person has filled in and not sent yet. */
export type Draft = {
  read(key: string): FieldValue | undefined
  write(key: string, value: FieldValue): void
}

/** A view's part of a surface: the draft that it also submits, and the errors that came back. */
export type Form = { draft: Draft; readFields: () => Payload; errors?: Readonly<Record<string, string>> }

export const SurfaceContext = createContext<Surface | undefined>(undefined)

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext)
  if (surface === undefined) throw new Error('A block was drawn outside a surface')
  return surface
}

export function useDraft(): Draft {
  const values = useRef(new Map<string, FieldValue>())
  const [, setRevision] = useState(0)
  return {
    read: (key) => values.current.get(key),
    write(key, value) {
      values.current.set(key, value)
      setRevision((revision) => revision + 1)
    },
  }
}

/** A surface whose elements act for the person. A modal adds its errors. */
export function useActingSurface(kind: Surface['kind'], address: Payload, form?: Form): Surface {
  const session = useSession()
  const ownDraft = useDraft()
  return {
    kind,
    address,
    draft: form?.draft ?? ownDraft,
    errors: form?.errors ?? {},
    act: ({ blockId, actionId, value }) =>
      session.act('click', {
        ...address,
        action_id: actionId,
        ...(blockId === undefined ? {} : { block_id: blockId }),
        ...(value === undefined ? {} : { value }),
        ...(form === undefined ? {} : { fields: form.readFields() }),
      }),
  }
}
