import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { withEnvFile } from '../../src/terminal/env-file.ts'
import { emptyFolder } from './terminal.ts'

function read(text: string) {
  const file = join(emptyFolder(), '.env')
  writeFileSync(file, text)
  return withEnvFile({}, file)
}

describe('an env file', () => {
  test.each([
    ['SLACK_BOT_TOKEN: xoxb-hunter2', 'SLACK_BOT_TOKEN'],
    ['ENCRYPTION_KEYS k1:aHVudGVyMg==', 'ENCRYPTION_KEYS'],
    ['export ADMINS U0FIRST', 'ADMINS'],
    ['PORT', 'PORT'],
  ])('whose line %j would set nothing is refused with the number of the line, and without its value', (line, name) => {
    expect(() => read(`# A comment\n${line}\n`)).toThrow(
      expect.objectContaining({
        code: 'config_invalid',
        details: {
          problems: expect.stringMatching(new RegExp(`^\\S+, line 2: ${name} has no = after it; write ${name}=value$`)),
        },
      }),
    )
  })

  test('may have spaces around the equals sign, comments, and lines for other programs', () => {
    expect(read('export PORT=1\nADMINS = U0FIRST\n# PORT is above\nOTHER: x\n')).toMatchObject({
      PORT: '1',
      ADMINS: 'U0FIRST',
    })
  })
})
