import { useState, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { useDefinition, usePipeline } from '@/api/pipelines';
import { session } from '@/api/session';
import type { Pipeline } from '@/api/types';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { keepsDigits } from '@/lib/exactJson';
import { usePageTitle } from '@/lib/pageTitle';
import { DefinitionEditor } from './DefinitionEditor';
import { example } from './example';

/** A pipeline that is new. */
export function NewPipelinePage() {
  usePageTitle('Create a pipeline');
  return (
    <Frame title="Create a pipeline">
      <DefinitionEditor saved={example} />
    </Frame>
  );
}

/** The definition of a pipeline that there is. */
export function EditPipelinePage() {
  const { id = '' } = useParams();
  return <EditPipeline key={id} id={id} />;
}

function EditPipeline({ id }: { id: string }) {
  const { data: pipeline, error, isFetchedAfterMount, refetch } = usePipeline(id);
  // What was opened stays, and is what the server has, not what was seen of it before.
  const [opened, setOpened] = useState<Pipeline>();
  if (!opened && pipeline && isFetchedAfterMount && !error) setOpened(pipeline);
  usePageTitle(opened && `Edit ${opened.name}`);
  if (!opened) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading />;
  return (
    <Frame title={`Edit ${opened.name}`} pipeline={opened}>
      <Opened opened={opened} newest={pipeline?.version ?? opened.version} />
    </Frame>
  );
}

function Opened({ opened, newest }: { opened: Pipeline; newest: number }) {
  const { data: definition, error, refetch } = useDefinition(opened.id, opened.version);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return definition === undefined ? <Loading /> : <DefinitionEditor opened={opened} newest={newest} saved={definition} />;
}

const Loading = () => <div role="status" aria-label="Loading the definition" aria-busy="true" className="h-[40rem] animate-pulse rounded-lg bg-idle-soft" />;

function Frame({ title, pipeline, children }: { title: string; pipeline?: { id: string; name: string }; children: ReactNode }) {
  return (
    <>
      <nav aria-label="Breadcrumb" className="text-sm text-muted">
        <Link to="/pipelines" className="hover:underline">
          Pipelines
        </Link>
        {pipeline && (
          <>
            {' / '}
            <Link to={`/pipelines/${pipeline.id}`} className="hover:underline">
              {pipeline.name}
            </Link>
          </>
        )}
      </nav>
      <h1 className="mt-3 mb-4 text-xl font-semibold break-words">{title}</h1>
      {session()?.role === 'viewer' ? (
        <EmptyState title="You may look, but not change">Ask an administrator to make you an editor.</EmptyState>
      ) : keepsDigits ? (
        children
      ) : (
        <EmptyState title="This browser would round long numbers">Change the pipeline with a newer browser, or over the API.</EmptyState>
      )}
    </>
  );
}
