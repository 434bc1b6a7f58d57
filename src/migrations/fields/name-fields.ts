import { textField } from './field-types.ts'

/** Fields for the name and description of a migration, in the order in which they are asked. */
export const nameFields = {
  /** A name for people. It becomes the title or name if the cloud has one. */
  name: textField({ step: 'options', label: 'Name', maxLength: 255, flag: 'name' }),
  description: textField({ step: 'options', label: 'Description', maxLength: 255, flag: 'description' }),
}
