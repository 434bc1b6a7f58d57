/**
 * A word with the full-width letters, digits and signs of East Asian keyboards as the usual ones: `１９１２` becomes `1912`.
 * A word with other letters is a name, and stays as it is.
 */
export function narrowed(word: string): string {
  if (/[^\x21-\x7E\u2026\uFF01-\uFF5E]/.test(word)) return word
  return word.replaceAll(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - wideOffset))
}

/** How far the full-width signs are from those of ASCII. */
const wideOffset = 0xfee0
