/** Names of accounts and storage keys: short, easy to type on a phone, and safe in keys and messages. */
const namePattern = /^[a-z0-9][a-z0-9-]{0,39}$/

/** A typed name as it is stored. Undefined if it is no valid name. */
export function readName(typed: string | undefined): string | undefined {
  const name = (typed ?? '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_.]+/g, '-')
  return namePattern.test(name) ? name : undefined
}

export const nameProblem = 'Use 1 to 40 letters, digits and dashes, such as prod-hw.'
