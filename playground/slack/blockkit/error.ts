/** A reason why Slack would refuse a payload, in the format of `blocks.validate`. */
export type BlockError = {
  /**
   * JSON pointer to the error, from the message or view: `/blocks/3/elements/0/text/text`. A missing or unknown field
   * is reported at its object.
   */
  pointer: string
  code: string
  message: string
  constraint: { type: string; expected: unknown; got: unknown }
}

type Violation = BlockError['constraint'] & { message: string; pointer?: string; code?: string }

/**
 * A `BlockError` whose pointer is relative to the value in which it was found. By default with the code
 * `failed_constraint`.
 */
export function violation(found: Violation): BlockError {
  const { message, type, expected, got, pointer = '', code = 'failed_constraint' } = found
  return { pointer, code, message, constraint: { type, expected, got } }
}

/** Makes a child's errors relative to its parent. */
export function under(pointer: string, errors: BlockError[]): BlockError[] {
  return errors.map((error) => ({ ...error, pointer: pointer + error.pointer }))
}
