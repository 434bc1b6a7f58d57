import type { Provider } from '../providers/provider.ts'
import { section } from './elements.ts'
import { formModal, question } from './form.ts'
import type { Modal } from './message.ts'

export type AccountForm = {
  provider: Pick<Provider, 'label' | 'accountFields'>
  /** What the form becomes when it is sent. */
  command: string
  /** Answers to start from; secrets are never among them. */
  initial: Readonly<Record<string, string>>
  channel?: string
}

/** Asks for a named set of one provider's credentials. */
export function accountForm({ provider, command, initial, channel }: AccountForm): Modal {
  return formModal({
    title: `Connect ${provider.label}`,
    submit: 'Check and save',
    memo: { command, ...(channel === undefined ? {} : { channel }) },
    blocks: [
      section(
        'Ferry makes one harmless call to check these before it keeps them. Secrets are stored encrypted and never shown again.',
      ),
      question({
        name: 'name',
        label: 'Account name',
        hint: 'Short, to type in commands: letters, digits and dashes.',
        placeholder: 'prod-hw',
        maxLength: 40,
        ...initialOf(initial, 'name'),
      }),
      ...provider.accountFields.map((field) =>
        question({ ...field, maxLength: 3000, ...(field.isSecret ? {} : initialOf(initial, field.name)) }),
      ),
    ],
  })
}

function initialOf(initial: AccountForm['initial'], name: string): { initial?: string } {
  const value = initial[name]
  return value === undefined ? {} : { initial: value }
}
