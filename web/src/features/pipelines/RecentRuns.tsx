import { Link } from 'react-router';
import { usePipelineRuns } from '@/api/pipelines';
import type { Pipeline } from '@/api/types';
import { Ago } from '@/components/Ago';
import { ErrorState } from '@/components/ErrorState';
import { StatusBadge } from '@/components/StatusBadge';
import { formatCount, formatDuration } from '@/lib/format';

const cell = 'px-4 py-2';

/** The last runs of a pipeline, newest first. */
export function RecentRuns({ pipeline }: { pipeline: Pipeline }) {
  const { data, error, isPending, refetch } = usePipelineRuns(pipeline.id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <section aria-labelledby="runs" className="rounded-lg border border-line bg-panel">
      <h2 id="runs" className="px-4 pt-3 font-medium">
        Last runs
      </h2>
      {isPending ? (
        <div role="status" aria-label="Loading the runs" aria-busy="true" className="m-4 h-24 animate-pulse rounded-md bg-idle-soft" />
      ) : data.items.length === 0 ? (
        <p className="px-4 pt-2 pb-4 text-sm text-muted">It has not run yet.</p>
      ) : (
        <div tabIndex={0} role="region" aria-label="Last runs" className="mt-1 overflow-x-auto">
          <table className="w-full text-sm">
            <thead className="text-muted">
              <tr>
                <th scope="col" className={`${cell} text-left font-medium`}>
                  Run
                </th>
                {['Read', 'Written', 'Rejected', 'Duration'].map((name) => (
                  <th key={name} scope="col" className={`${cell} text-right font-medium`}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((run) => (
                <tr key={run.id} className="border-t border-line">
                  <th scope="row" className={`${cell} text-left font-normal whitespace-nowrap`}>
                    <Link to={`/runs/${run.id}`} className="inline-flex items-center gap-2 hover:underline">
                      <StatusBadge status={run.status} />
                      <Ago instant={run.created_at} />
                    </Link>
                    {(run.dry_run || run.trigger === 'replay') && <span className="ml-2 text-muted">{run.dry_run ? 'dry run' : 'replay'}</span>}
                  </th>
                  {[run.records_read, run.records_written, run.records_rejected].map((count, column) => (
                    <td key={column} className={`${cell} text-right`}>
                      {formatCount(count)}
                    </td>
                  ))}
                  <td className={`${cell} text-right whitespace-nowrap text-muted`}>{run.duration_ms === undefined ? '–' : formatDuration(run.duration_ms)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
