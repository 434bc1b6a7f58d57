/** The Slack user id in a mention of a person as Slack sends it: `<@U123|name>`. Undefined for any other word. */
export function userIn(word: string): string | undefined {
  return /^<@([UW][A-Z0-9]+)(\|[^>]*)?>$/.exec(word)?.[1]
}
