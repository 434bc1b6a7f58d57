import { doctorPage } from '../../../views/page/doctor.ts'
import type { Command } from '../../machine/command.ts'
import { examineWorkspace } from './workspace.ts'

export const doctor: Command = {
  verb: 'doctor',
  aliases: ['checkup', 'diagnose'],
  needs: 'admin',
  concernsAll: true,
  isPrivate: true,
  takes: { most: 0 },
  usage: 'doctor',
  summary: 'Examine Ferry itself: Slack, store, keys, clock, accounts, channels',
  examples: ['doctor'],
  notes: [
    'Each thing that is wrong comes with what to do about it. The answer holds no secrets, so you can copy it.',
    'Where Ferry runs, `npm run doctor` shows the same, even while Slack cannot be reached.',
  ],
  async run(_, tools) {
    const [process, workspace] = await Promise.all([tools.examine(), examineWorkspace(tools)])
    return { type: 'message', message: doctorPage([...process, ...workspace]) }
  },
}
