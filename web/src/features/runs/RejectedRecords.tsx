import { Link } from 'react-router';
import { useRejected } from '@/api/runs';
import type { RejectedRecord, Run } from '@/api/types';
import { ErrorState } from '@/components/ErrorState';
import { formatCount, formatStep } from '@/lib/format';

/** The first rejected records of a run, each with the reasons, and the way to mend them. */
export function RejectedRecords({ run }: { run: Run }) {
  const { data, error, refetch } = useRejected(run.id, run.records_rejected);
  return (
    <section aria-labelledby="rejected" className="rounded-lg border border-line bg-panel p-4">
      <h2 id="rejected" className="font-medium">
        Rejected records
      </h2>
      <p className="mb-3 text-sm text-muted">
        {formatCount(run.records_rejected)} in all{data && data.items.length < run.records_rejected && <>; the first {data.items.length} are shown</>} ·{' '}
        <Link to={`/dead-letters?${run.trigger === 'replay' ? 'replay_run_id' : 'run_id'}=${run.id}`} className="text-accent underline">
          Mend and replay them
        </Link>
      </p>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data ? <RejectedList rejected={data.items} /> : !error && <div role="status" aria-label="Loading the rejected records" aria-busy="true" className="h-40 animate-pulse rounded-md bg-idle-soft" />}
    </section>
  );
}

/** Rejected records with their reasons. */
export function RejectedList({ rejected }: { rejected: RejectedRecord[] }) {
  return (
    <ul className="space-y-3">
      {rejected.map((one) => (
        <li key={one.id} className="text-sm">
          {one.errors.map((reason) => (
            <p key={reason.code + reason.field}>
              {reason.field && <code className="mr-1.5">{reason.field}</code>}
              <span className="font-medium text-bad">{reason.message}</span> <span className="text-muted">({formatStep(reason.step)})</span>
            </p>
          ))}
          <pre tabIndex={0} aria-label="The record as read" className="mt-1 overflow-x-auto rounded-md bg-page p-2 text-xs">
            {JSON.stringify(one.record)}
          </pre>
        </li>
      ))}
    </ul>
  );
}
