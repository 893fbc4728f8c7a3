import { Link, useParams } from 'react-router';
import { useDrift, useRun } from '@/api/runs';
import { session } from '@/api/session';
import type { Run } from '@/api/types';
import { Ago } from '@/components/Ago';
import { ErrorState } from '@/components/ErrorState';
import { StatusBadge } from '@/components/StatusBadge';
import { formatStep } from '@/lib/format';
import { usePageTitle } from '@/lib/pageTitle';
import { Drift } from './Drift';
import { FieldCounts } from './FieldCounts';
import { Figures } from './Figures';
import { HeldLetters } from './HeldLetters';
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
  usePageTitle(run && `Run of ${run.pipeline_name}`);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!run) return <div role="status" aria-label="Loading the run" aria-busy="true" className="h-96 animate-pulse rounded-lg bg-idle-soft" />;

  return (
    <div className="space-y-5">
      <nav aria-label="Breadcrumb" className="text-sm text-muted">
        <Link to="/pipelines" className="hover:underline">
          Pipelines
        </Link>
        {' / '}
        <Link to={`/pipelines/${run.pipeline_id}`} className="hover:underline">
          {run.pipeline_name}
        </Link>
        {' / '}Run
      </nav>
      <Heading run={run} live={live} />
      <Course key={run.id} run={run} />
    </div>
  );
}

/** How it went. Shown once it is known whether fields have changed, so that what stands below that does not move. */
function Course({ run }: { run: Run }) {
  const { data: drifts, isPending } = useDrift(run);
  if (isPending) return <div role="status" aria-label="Loading the run" aria-busy="true" className="h-96 animate-pulse rounded-lg bg-idle-soft" />;
  const mayChange = session()?.role !== 'viewer';
  const isEndedReplay = run.trigger === 'replay' && (run.status === 'failed' || run.status === 'cancelled');
  const drift = drifts && drifts.items.length > 0 && <Drift run={run} drifts={drifts.items} />;
  // What it failed for, and the way out, come before all else.
  const hasFailedForDrift = run.error?.code === 'schema_drift';

  return (
    <>
      {run.error && <Failure error={run.error} />}
      {hasFailedForDrift && drift}
      {mayChange && isEndedReplay && <HeldLetters run={run} />}
      <RunProgress run={run} />
      <Figures run={run} />
      {!hasFailedForDrift && drift}
      {run.dry_run && mayChange && <WritePlan run={run} />}
      <StepBooks run={run} />
      {run.fields && run.fields.length > 0 && <FieldCounts fields={run.fields} />}
      {mayChange && !run.dry_run && run.records_rejected > 0 && <RejectedRecords run={run} />}
      <RunLog runId={run.id} />
    </>
  );
}

const causes: Record<string, string> = {
  manual: 'started by hand',
  api: 'started over the API',
  schedule: 'started by its schedule',
  dependency: 'started by the pipelines it depends on',
  backfill: 'part of a backfill',
  replay: 'replays dead letters',
  webhook: 'started by its webhook',
  file: 'started by a file',
  event: 'started by an event',
  stream: 'started by its stream',
  pipeline: 'started by the end of another pipeline',
};

function Heading({ run, live }: { run: Run; live: boolean }) {
  return (
    <header className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <div className="min-w-60 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-xl font-semibold break-words">{run.pipeline_name}</h1>
          <span role="status">
            <StatusBadge status={run.status} />
          </span>
          {run.dry_run && <span className="rounded-full border border-line px-2.5 py-0.5 text-xs font-medium">Dry run</span>}
          {live && <span className="text-xs text-muted">live</span>}
        </div>
        <p className="mt-1 text-sm text-muted">
          Version {run.pipeline_version} · {causes[run.trigger] ?? run.trigger} {run.attempt > 1 && <>· attempt {run.attempt} </>}· <Ago instant={run.created_at} />
        </p>
        {session()?.role !== 'viewer' && (
          <p className="mt-1 flex flex-wrap gap-x-4 text-sm">
            {run.trigger === 'replay' && (
              <Link to={`/dead-letters?status=&replay_run_id=${run.id}`} className="text-accent underline">
                What it replays
              </Link>
            )}
            <Link to={`/notifications?run_id=${run.id}`} className="text-accent underline">
              Its notifications
            </Link>
          </p>
        )}
      </div>
      {session()?.role !== 'viewer' && <RunControls run={run} />}
    </header>
  );
}

function Failure({ error }: { error: NonNullable<Run['error']> }) {
  return (
    <section role="alert" className="rounded-lg bg-bad-soft p-4 break-words text-bad">
      <p className="font-medium">{error.message}</p>
      {error.hint && <p className="mt-1 text-sm">{error.hint}</p>}
      <p className="mt-2 text-xs">
        {error.step && <>in {formatStep(error.step)} · </>}
        <code>{error.code}</code>
      </p>
    </section>
  );
}
