import { useLayoutEffect, useState } from 'preact/hooks'
import type { View } from '../slack/protocol.ts'
import { Blocks } from './blocks/blocks.ts'
import { trapFocus, useDialog } from './dialog.ts'
import { collectFields, findMissing } from './fields.ts'
import { Plain } from './formatted.ts'
import { html } from './html.ts'
import { BackIcon, CloseIcon } from './icons.ts'
import { describeFailure } from './outcome.ts'
import { readTextOf } from './payload.ts'
import { useSession } from './session.ts'
import { SurfaceContext, useActingSurface, useDraft } from './surface.ts'

/** The person's stack of modals. Each keeps what was typed while others are above it. */
export function Modals() {
  const { state } = useSession()
  return state.modals.map(
    (view, index) =>
      html`<${Modal} key=${view.id} view=${view} isTop=${index === state.modals.length - 1} isPushed=${index > 0} />`,
  )
}

type ModalProps = { view: View; isTop: boolean; isPushed: boolean }

function Modal({ view, isTop, isPushed }: ModalProps) {
  const { payload } = view
  const form = useModalForm(view)
  const dialog = useDialog()
  const titleId = `modal-title-${view.id}`
  useFocusOnErrors(dialog, form.errors)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    if (event.key === 'Escape') form.close()
    else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.submit()
    else if (dialog.current !== null) return trapFocus(event, dialog.current)
    event.preventDefault()
  }
  const onSubmit = (event: Event) => {
    event.preventDefault()
    form.submit()
  }
  const submitText = readTextOf(payload.submit)
  return html`<dialog class="modal" ref=${dialog} tabindex="-1" aria-labelledby=${titleId} data-covered=${isTop ? undefined : ''} closedby="none" onKeyDown=${onKeyDown} onCancel=${(event: Event) => event.preventDefault()}>
    <form class="modal-form" novalidate onSubmit=${onSubmit}>
      <header class="modal-head">
        ${isPushed && html`<button type="button" class="icon-button" aria-label="Back" onClick=${form.close}><${BackIcon} /></button>`}
        <h2 class="modal-title" id=${titleId}><${Plain} text=${readTextOf(payload.title)} /></h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${form.close}><${CloseIcon} /></button>
      </header>
      <div class="modal-body">
        <${SurfaceContext.Provider} value=${form.surface}><${Blocks} blocks=${payload.blocks} /><//>
      </div>
      <footer class="modal-foot">
        ${form.failure !== undefined && html`<p class="failure" role="alert">${form.failure}</p>`}
        <button type="button" class="button is-default" onClick=${form.close}>${readTextOf(payload.close) || 'Close'}</button>
        ${
          submitText !== '' &&
          html`<button type="submit" class="button is-primary" aria-busy=${form.isBusy}>
            <span class="button-label">${submitText}</span>
            ${form.isBusy && html`<span class="spinner" aria-hidden="true"></span>`}
          </button>`
        }
      </footer>
    </form>
  </dialog>`
}

function useModalForm(view: View) {
  const session = useSession()
  const draft = useDraft()
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({})
  const [failure, setFailure] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const { blocks } = view.payload
  const surface = useActingSurface(
    'modal',
    { view_id: view.id, seen: view.hash },
    {
      draft,
      errors,
      readFields: () => collectFields(blocks, draft.read),
    },
  )

  async function submit(): Promise<void> {
    if (isBusy || readTextOf(view.payload.submit) === '') return
    const missing = findMissing(blocks, draft.read)
    setErrors(missing)
    setFailure(undefined)
    if (Object.keys(missing).length > 0) return
    setIsBusy(true)
    const result = await session.act('submit', { view_id: view.id, fields: collectFields(blocks, draft.read) })
    setIsBusy(false)
    setErrors(result.errors ?? {})
    setFailure(result.errors === undefined ? describeFailure(result) : undefined)
  }

  return {
    surface,
    errors,
    failure,
    isBusy,
    submit: () => void submit(),
    close: () => void session.act('close', { view_id: view.id }),
  }
}

function useFocusOnErrors(
  dialog: { current: HTMLDialogElement | null },
  errors: Readonly<Record<string, string>>,
): void {
  useLayoutEffect(() => {
    if (Object.keys(errors).length === 0) return
    const field = dialog.current?.querySelector('[data-invalid]')
    field?.scrollIntoView({ block: 'nearest' })
    const input = field?.querySelector('input, textarea, button')
    if (input instanceof HTMLElement) input.focus()
  }, [dialog, errors])
}
