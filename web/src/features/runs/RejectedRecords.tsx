import { Link } from 'react-router';
import { useRejected } from '@/api/runs';
import { ErrorState } from '@/components/ErrorState';
import { formatCount } from '@/lib/format';

/** The first rejected records, each with the reasons. */
export function RejectedRecords({ runId, count }: { runId: string; count: number }) {
  const { data, error, refetch } = useRejected(runId, count);
  return (
    <section aria-labelledby="rejected" className="rounded-lg border border-line bg-panel p-4">
      <h2 id="rejected" className="font-medium">
        Rejected records
      </h2>
      <p className="mb-3 text-sm text-muted">
        {formatCount(count)} in all{data && data.items.length < count && <>; the first {data.items.length} are shown</>} ·{' '}
        <Link to={`/dead-letters?run_id=${runId}`} className="text-accent underline">
          Mend and replay them
        </Link>
      </p>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      <ul className="space-y-3">
        {data?.items.map((rejected) => (
          <li key={rejected.id} className="text-sm">
            {rejected.errors.map((reason) => (
              <p key={reason.code + reason.field}>
                {reason.field && <code className="mr-1.5">{reason.field}</code>}
                <span className="font-medium text-bad">{reason.message}</span> <span className="text-muted">({reason.step})</span>
              </p>
            ))}
            <pre tabIndex={0} aria-label="The record as read" className="mt-1 overflow-x-auto rounded-md bg-page p-2 text-xs">
              {JSON.stringify(rejected.record)}
            </pre>
          </li>
        ))}
      </ul>
    </section>
  );
}
