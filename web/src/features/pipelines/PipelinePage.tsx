import { Link, useParams } from 'react-router';
import { usePipeline } from '@/api/pipelines';
import { Ago } from '@/components/Ago';
import { ErrorState } from '@/components/ErrorState';
import { StatusBadge } from '@/components/StatusBadge';
import { Route } from './Route';
import { Triggers } from './Triggers';

/** One pipeline: what it moves, how it went the last time, and what starts it. */
export function PipelinePage() {
  const { id = '' } = useParams();
  const { data: pipeline, error, refetch } = usePipeline(id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!pipeline) return <div role="status" aria-label="Loading the pipeline" aria-busy="true" className="h-64 animate-pulse rounded-lg bg-idle-soft" />;

  return (
    <div className="space-y-5">
      <nav aria-label="Breadcrumb" className="text-sm text-muted">
        <Link to="/pipelines" className="hover:underline">
          Pipelines
        </Link>
      </nav>
      <header>
        <h1 className="text-xl font-semibold break-words">{pipeline.name}</h1>
        <Route pipeline={pipeline} />
        {pipeline.description && <p className="mt-2 text-sm">{pipeline.description}</p>}
        {!pipeline.enabled && <p className="mt-2 text-sm text-muted">Paused: nothing but you starts it.</p>}
      </header>
      {pipeline.last_run && (
        <p className="flex items-center gap-2 text-sm">
          <Link to={`/runs/${pipeline.last_run.id}`} aria-label={`Last run: ${pipeline.last_run.status}`} className="rounded-full hover:underline">
            <StatusBadge status={pipeline.last_run.status} />
          </Link>
          <span className="text-muted">
            last run <Ago instant={pipeline.last_run.created_at} />
          </span>
        </p>
      )}
      <Triggers pipeline={pipeline} />
    </div>
  );
}
