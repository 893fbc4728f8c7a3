import { Play } from 'lucide-react';
import { Link } from 'react-router';
import { isAtWork } from '@/api/runs';
import { session } from '@/api/session';
import type { Pipeline, Run } from '@/api/types';
import { Ago } from '@/components/Ago';
import { StatusBadge } from '@/components/StatusBadge';
import { Button } from '@/components/ui/Button';
import { useStartRun } from '@/components/useStartRun';
import { formatCount } from '@/lib/format';
import { Route } from './Route';

/** One pipeline: where from and to, how the last run went, and a button to run it now. */
export function PipelineRow({ pipeline }: { pipeline: Pipeline }) {
  const next = useStartRun(pipeline);
  const run = pipeline.last_run;
  const atWork = !!run && isAtWork(run.status);

  return (
    <li className="grid items-center gap-x-6 gap-y-2 rounded-lg border border-line bg-panel px-4 py-3 sm:grid-cols-[1fr_auto_auto]">
      <div className="min-w-0">
        <h2 className="truncate font-medium" title={pipeline.description}>
          <Link to={`/pipelines/${pipeline.id}`} className="hover:underline">
            {pipeline.name}
          </Link>
        </h2>
        <Route pipeline={pipeline} />
      </div>
      <div className="text-sm sm:text-right">{run ? <LastRun run={run} /> : <span className="text-muted">Has not run yet</span>}</div>
      {session()?.role !== 'viewer' && (
        <Button onClick={() => next.start(false)} disabled={next.isPending || atWork}>
          <Play aria-hidden className="size-4" />
          {next.isPending ? 'Starting…' : 'Run now'}
          <span className="sr-only">: {pipeline.name}</span>
        </Button>
      )}
      {next.form}
      {next.error && (
        <p role="alert" className="text-sm text-bad sm:col-span-3">
          {next.error.message}
        </p>
      )}
    </li>
  );
}

function LastRun({ run }: { run: Run }) {
  return (
    <>
      <Link to={`/runs/${run.id}`} aria-label={`Last run: ${run.status}`} className="inline-block rounded-full hover:underline">
        <StatusBadge status={run.status} />
      </Link>
      <p className="mt-0.5 text-muted">
        {formatCount(run.records_written)} written
        {run.records_rejected > 0 && <>, {formatCount(run.records_rejected)} rejected</>} · <Ago instant={run.created_at} />
      </p>
    </>
  );
}
