import { usePipelines } from '@/api/pipelines';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Button } from '@/components/ui/Button';
import { PipelineRow } from './PipelineRow';

/** Every pipeline with its last run. */
export function PipelinesPage() {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePipelines();
  const pipelines = data?.pages.flatMap((page) => page.items) ?? [];

  return (
    <>
      <h1 className="mb-4 text-xl font-semibold">Pipelines</h1>
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
          Create the first one with <code>POST /api/v1/pipelines</code>; the{' '}
          <a href="/api/docs" className="text-accent underline">
            API documentation
          </a>{' '}
          has an example that works as it stands.
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
