/** The parts of a list in a variable, without blanks around them and without empty ones. */
export function split(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
