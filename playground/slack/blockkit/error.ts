/** One reason why Slack would refuse a payload, in the form that `blocks.validate` answers with. */
export type BlockError = {
  /**
   * JSON pointer to what is wrong, from the message or view: `/blocks/3/elements/0/text/text`. A field that is
   * missing or not known is reported at its object.
   */
  pointer: string
  code: string
  message: string
  constraint: { type: string; expected: unknown; got: unknown }
}

type Violation = BlockError['constraint'] & { message: string; pointer?: string; code?: string }

/** A `BlockError` whose pointer is relative to the value it was found in; `failed_constraint` unless said otherwise. */
export function violation(found: Violation): BlockError {
  const { message, type, expected, got, pointer = '', code = 'failed_constraint' } = found
  return { pointer, code, message, constraint: { type, expected, got } }
}

/** Moves errors from a child's point of view to its parent's. */
export function under(pointer: string, errors: BlockError[]): BlockError[] {
  return errors.map((error) => ({ ...error, pointer: pointer + error.pointer }))
}
