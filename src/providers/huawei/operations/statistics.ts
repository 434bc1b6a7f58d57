import type { Statistics } from '../../../migrations/figures/statistics.ts'
import type { EndpointOptions } from '../../http/endpoint.ts'
import type { Period, Target } from '../../provider.ts'
import type { Session } from '../client/session.ts'
import { oms } from '../oms.ts'
import { fiveMinutesMs, toStatistics } from '../translate/statistics.ts'
import type { WireStatistics } from '../wire/syncs.ts'

/** Reads what a synchronization task did in a period (5.3.5). */
export async function readStatistics(
  session: Session,
  { id, from, to }: Target & Period,
  options: EndpointOptions,
): Promise<Statistics> {
  const read = (period: Period) =>
    session.call(
      oms.ListSyncTaskStatistic,
      {
        id,
        data_type: ['REQUEST', 'SUCCESS', 'FAILURE', 'SKIP', 'SIZE'],
        start_time: period.from,
        end_time: period.to,
      },
      options,
    )
  return toStatistics(await readWhole({ from, to }, read), { from, to })
}

/**
 * Reads a whole period. The document does not limit the period, only the answer: 1,000 rows of a type. OMS chooses the
 * step by undocumented rules, so a full answer counts as cut off, and both halves of the period are asked for again.
 */
async function readWhole(
  period: Period,
  read: (period: Period) => Promise<WireStatistics>,
): Promise<readonly WireStatistics[]> {
  const answer = await read(period)
  const isFull = answer.statistic_datas.some(({ data }) => data.length >= mostRows)
  const { from, to } = period
  if (!isFull || to - from <= mostRows * fiveMinutesMs) return [answer]
  // The halves meet on the hour, so that no step of either length is in both.
  const middle = Math.ceil((from + to) / 2 / hourMs) * hourMs
  return [...(await readWhole({ from, to: middle - 1 }, read)), ...(await readWhole({ from: middle, to }, read))]
}

const mostRows = 1000
const hourMs = 3_600_000
