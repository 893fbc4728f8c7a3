import { Plus } from 'lucide-react';
import { Link } from 'react-router';
import { usePipelines } from '@/api/pipelines';
import { session } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Button } from '@/components/ui/Button';
import { ButtonLink } from '@/components/ui/ButtonLink';
import { usePageTitle } from '@/lib/pageTitle';
import { PipelineRow } from './PipelineRow';

/** Every pipeline with its last run. */
export function PipelinesPage() {
  usePageTitle('Pipelines');
  const mayChange = session()?.role !== 'viewer';
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePipelines();
  const pipelines = data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <>
      <div className="mb-4 flex items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">Pipelines</h1>
        {mayChange && (
          <ButtonLink to="/pipelines/new">
            <Plus aria-hidden className="size-4" />
            Create pipeline
          </ButtonLink>
        )}
      </div>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <ul aria-label="Loading pipelines" aria-busy="true" className="space-y-2">
          {[1, 2, 3].map((row) => (
            <li key={row} className="h-24 animate-pulse rounded-lg bg-idle-soft sm:h-[4.75rem]" />
          ))}
        </ul>
      ) : pipelines.length === 0 ? (
        <EmptyState title="No pipelines yet">
          {mayChange ? (
            <>
              <Link to="/pipelines/new" className="text-accent underline">
                Create the first one
              </Link>
              : the editor begins with an example that works as it stands.
            </>
          ) : (
            'Somebody who may change pipelines creates the first one.'
          )}
        </EmptyState>
      ) : (
        <ul className="space-y-2">
          {pipelines.map((pipeline) => (
            <PipelineRow key={pipeline.id} pipeline={pipeline} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button className="mt-4" onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
          {isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      )}
    </>
  );
}
