import { Link, useParams } from 'react-router';
import { usePipeline } from '@/api/pipelines';
import { session } from '@/api/session';
import type { Pipeline } from '@/api/types';
import { ErrorState } from '@/components/ErrorState';
import { usePageTitle } from '@/lib/pageTitle';
import { PipelineActions } from './PipelineActions';
import { PipelineFindings } from './PipelineFindings';
import { RecentRuns } from './RecentRuns';
import { Route } from './Route';
import { Triggers } from './Triggers';

/** One pipeline: what it moves, what should be known of it, how its runs went, and what starts it. */
export function PipelinePage() {
  const { id = '' } = useParams();
  const { data: pipeline, error, refetch } = usePipeline(id);
  usePageTitle(pipeline?.name);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!pipeline) return <div role="status" aria-label="Loading the pipeline" aria-busy="true" className="h-64 animate-pulse rounded-lg bg-idle-soft" />;
  const mayChange = session()?.role !== 'viewer';
  const history = (
    <>
      <RecentRuns pipeline={pipeline} />
      <Triggers pipeline={pipeline} />
    </>
  );

  return (
    <div className="space-y-5">
      <nav aria-label="Breadcrumb" className="text-sm text-muted">
        <Link to="/pipelines" className="hover:underline">
          Pipelines
        </Link>
      </nav>
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-60 flex-1">
          <h1 className="text-xl font-semibold break-words">{pipeline.name}</h1>
          <Route pipeline={pipeline} />
          {pipeline.description && <p className="mt-2 text-sm break-words">{pipeline.description}</p>}
          {mayChange && <Related pipeline={pipeline} />}
        </div>
        {mayChange && <PipelineActions pipeline={pipeline} />}
      </header>
      {mayChange ? <PipelineFindings key={pipeline.id} pipeline={pipeline}>{history}</PipelineFindings> : history}
    </div>
  );
}

function Related({ pipeline }: { pipeline: Pipeline }) {
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-sm">
      <Link to={`/dead-letters?pipeline_id=${pipeline.id}`} className="text-accent underline">
        Its dead letters
      </Link>
      <Link to={`/notifications?pipeline_id=${pipeline.id}`} className="text-accent underline">
        Its notifications
      </Link>
    </p>
  );
}
