import { textField } from './rows.ts'

/** What it is called; in the order in which it is asked. */
export const nameFields = {
  /** For people; becomes the title or name where the cloud has one. */
  name: textField({ step: 'options', label: 'Name', maxLength: 255, flag: 'name' }),
  description: textField({ step: 'options', label: 'Description', maxLength: 255, flag: 'description' }),
}
