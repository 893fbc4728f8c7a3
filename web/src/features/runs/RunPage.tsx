import { Link, useParams } from 'react-router';
import { useRun } from '@/api/runs';
import { session } from '@/api/session';
import type { Run } from '@/api/types';
import { Ago } from '@/components/Ago';
import { ErrorState } from '@/components/ErrorState';
import { StatusBadge } from '@/components/StatusBadge';
import { Drift } from './Drift';
import { Figures } from './Figures';
import { RejectedRecords } from './RejectedRecords';
import { RunControls } from './RunControls';
import { RunLog } from './RunLog';
import { RunProgress } from './RunProgress';
import { StepBooks } from './StepBooks';
import { WritePlan } from './WritePlan';

/** One run: how far it is, what every step did, what was rejected and why. */
export function RunPage() {
  const { id = '' } = useParams();
  const { data: run, error, refetch, live } = useRun(id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!run) return <div aria-label="Loading the run" aria-busy="true" className="h-96 animate-pulse rounded-lg bg-idle-soft" />;

  return (
    <div className="space-y-5">
      <nav aria-label="Breadcrumb" className="text-sm text-muted">
        <Link to="/pipelines" className="hover:underline">
          Pipelines
        </Link>{' '}
        / {run.pipeline_name}
      </nav>
      <Heading run={run} live={live} />
      {run.error && <Failure error={run.error} />}
      {run.waits_for && <Waiting waitsFor={run.waits_for} />}
      <RunProgress run={run} />
      <Figures run={run} />
      <Drift run={run} />
      {run.dry_run && session()?.role !== 'viewer' && <WritePlan run={run} />}
      <StepBooks steps={run.steps} />
      {session()?.role !== 'viewer' && run.records_rejected > 0 && <RejectedRecords runId={run.id} count={run.records_rejected} />}
      <RunLog runId={run.id} />
    </div>
  );
}

function Heading({ run, live }: { run: Run; live: boolean }) {
  return (
    <header className="flex flex-wrap items-center gap-3">
      <h1 className="text-xl font-semibold">{run.pipeline_name}</h1>
      <span role="status">
        <StatusBadge status={run.status} />
      </span>
      {live && <span className="text-xs text-muted">live</span>}
      <p className="flex-1 text-sm text-muted">
        version {run.pipeline_version} · {run.trigger} {run.attempt > 1 && <>· attempt {run.attempt} </>}· <Ago instant={run.created_at} />
      </p>
      {session()?.role !== 'viewer' && <RunControls run={run} />}
    </header>
  );
}

function Waiting({ waitsFor }: { waitsFor: NonNullable<Run['waits_for']> }) {
  return (
    <p className="text-sm text-muted">
      Waits for: {waitsFor.reason}
      {waitsFor.until && (
        <>
          {' '}
          Goes on at <time dateTime={waitsFor.until}>{new Date(waitsFor.until).toLocaleTimeString()}</time>.
        </>
      )}
    </p>
  );
}

function Failure({ error }: { error: NonNullable<Run['error']> }) {
  return (
    <section role="alert" className="rounded-lg bg-bad-soft p-4 text-bad">
      <p className="font-medium">{error.message}</p>
      {error.hint && <p className="mt-1 text-sm">{error.hint}</p>}
      <p className="mt-2 text-xs">
        {error.step && <>in {error.step} · </>}
        <code>{error.code}</code>
      </p>
    </section>
  );
}
