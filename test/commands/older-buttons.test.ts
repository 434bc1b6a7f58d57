import { expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { parse } from '../../src/commands/machine/parse.ts'

/** Values of buttons in messages that earlier versions posted. Slack keeps those messages, and people press them. */
const values: Record<string, readonly string[]> = {
  accounts: ['accounts'],
  agree: ['agree prod-nv --yes'],
  approve: ['approve r-7f3a2c --hash 0123456789abcdef', 'approve r-7f3a2c --hash 0123456789abcdef --break-glass'],
  approvals: ['approvals', 'approvals history', 'approvals set'],
  audit: ['audit', 'audit verify', 'audit --page 2'],
  cancel: ['cancel backup-uc/a1b2c3d4-e5f6-4890-abcd-ef1234567890 --yes'],
  connect: ['connect', 'connect prod-hw'],
  create: [
    'create --again r-7f3a2c',
    'create --edit r-7f3a2c',
    'create --like prod-hw/191297407830872',
    'create --draft 0123456789abcdef --step new',
    'create --draft 0123456789abcdef --step source --names more',
    'create --draft 0123456789abcdef --step source --names none',
    'create prod-hw AWS/photos to archive --draft 0123456789abcdef,fedcba9876543210 --step blank',
  ],
  delete: ['delete prod-hw/191297407830872 --yes'],
  disconnect: ['disconnect prod-hw --yes'],
  explain: ['why prod-hw/191297407830872'],
  failures: ['failures prod-hw/191297407830872', 'failures prod-hw/191297407830872 csv --key archive-write'],
  help: ['help', 'help explain', 'help asking'],
  keys: ['keys', 'keys add', 'keys add --for "create --draft 0123456789abcdef --step source"', 'keys remove one --yes'],
  list: ['list', 'list failed', 'list prod-hw', 'list --group prod-hw/d85ed5a8-61a1-492f-a146-2fd092dc37cf'],
  policy: ['policy edit prod-nv/12 --seen 0123456789abcdef'],
  reject: ['reject r-7f3a2c --hash 0123456789abcdef'],
  repair: ['repair <#C024BE7LR>'],
  requests: ['requests', 'requests all', 'requests look r-7f3a2c'],
  retry: [
    'retry prod-hw/191297407830872',
    'retry prod-hw/191297407830872 --failed-only',
    'retry --group group:C024BE7LR#1',
    'retry --group group:C024BE7LR#1 --to archive',
  ],
  review: ['review r-7f3a2c'],
  roles: ['roles', 'roles give', 'roles give <@U0123> operator prod-hw', 'roles take <!subteam^S0123> prod-hw'],
  stats: ['stats prod-hw/191297407830872', 'stats prod-hw/191297407830872 1h --share'],
  status: ['status prod-hw/191297407830872', 'status prod-hw/191297407830872 --live', 'status prod-hw/1912 --share'],
  sync: ['sync push prod-hw/191297407830872'],
  unwatch: ['unwatch prod-hw/191297407830872 <#C024BE7LR>'],
  watch: ['watch prod-hw/191297407830872', 'watch prod-hw/191297407830872 <#C024BE7LR>'],
  watches: ['watches'],
  withdraw: ['withdraw r-7f3a2c'],
}

test.each(Object.entries(values).flatMap(([verb, all]) => all.map((value) => [value, verb] as const)))(
  'a button of an older version that types “%s” still means it',
  (value, verb) => {
    expect(parse(value, commands)).toMatchObject({ type: 'command', command: { verb } })
  },
)
