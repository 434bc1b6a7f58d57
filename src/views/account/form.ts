import type { KnownBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import type { AccountField, Provider } from '../../providers/provider.ts'
import { choices, plain, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import { ids } from '../blocks/ids.ts'
import { limits } from '../blocks/limits.ts'
import type { Modal } from '../blocks/message.ts'

export type AccountForm = {
  provider: Cloud & Pick<Provider, 'accountFields'>
  /** Clouds to choose instead. Empty if an account is connected again. */
  clouds: readonly Cloud[]
  /** The command that the form sends. */
  command: string
  /** Answers to begin with, without secrets. */
  initial: Readonly<Record<string, string>>
  /** The command that opens the form with every field. Absent if this is it, or there are no rare ones. */
  whole?: string
  channel?: string
}

/** The form for one provider's credentials and a name for them. */
export function accountForm({ provider, clouds, command, initial, whole, channel }: AccountForm): Modal {
  const fields = whole === undefined ? provider.accountFields : shortOf(provider.accountFields)
  return formModal({
    title: titleFor(provider),
    submit: 'Check and save',
    memo: { command, ...defined({ channel }) },
    blocks: [
      ...cloudChoice(provider, clouds),
      section(
        'Ferry checks these with one harmless call before it saves them. Secrets are stored encrypted and never shown again.',
      ),
      question({
        name: 'name',
        label: 'Account name',
        hint: 'A short name to type in commands. Use letters, digits and dashes.',
        placeholder: 'prod-hw',
        maxLength: 40,
        ...initialOf(initial, 'name'),
      }),
      ...fields.map(({ isRare: _, ...field }) =>
        question({ ...field, maxLength: 3000, ...(field.isSecret ? {} : initialOf(initial, field.name)) }),
      ),
      ...(whole === undefined ? [] : choices([{ label: 'Other ways to sign in', command: whole, inPlace: true }])),
    ],
  })
}

/** Fields that nearly every account needs. Each of them has to be filled in. */
function shortOf(fields: readonly AccountField[]): AccountField[] {
  return fields.flatMap(({ isRare, isOptional: _, choices, ...field }) =>
    isRare ? [] : [{ ...field, ...defined({ choices: choices?.filter((choice) => !choice.isRare) }) }],
  )
}

type Cloud = Pick<Provider, 'name' | 'label'>

function titleFor({ label }: Cloud): string {
  const title = `Connect ${label}`
  return title.length > limits.viewTitle ? 'Connect an account' : title
}

/** The choice of a cloud. Another choice opens that cloud's form in place of this one. */
function cloudChoice({ name }: Cloud, clouds: readonly Cloud[]): KnownBlock[] {
  if (clouds.length < 2) return []
  const options = clouds.map((cloud) => ({
    text: plain(cloud.label, limits.optionText),
    value: `connect ${cloud.name}`,
  }))
  const initial = options.find(({ value }) => value === `connect ${name}`)
  const select = { type: 'static_select' as const, action_id: `${ids.swap}cloud`, options }
  return [{ ...section('*Cloud*'), accessory: { ...select, ...defined({ initial_option: initial }) } }]
}

function initialOf(initial: AccountForm['initial'], name: string): { initial?: string } {
  const value = initial[name]
  return value === undefined ? {} : { initial: value }
}
