import type { ReactNode } from 'react';
import { useDefinition, useValidation } from '@/api/pipelines';
import type { Pipeline } from '@/api/types';
import { Findings } from '@/components/Findings';

/**
 * What the definition does not promise, and what has become wrong with it since it was saved, as what it names has changed. What stands below is shown once that
 * is known, so that it does not move.
 */
export function PipelineFindings({ pipeline, children }: { pipeline: Pipeline; children: ReactNode }) {
  const definition = useDefinition(pipeline.id, pipeline.version);
  const { data, error } = useValidation(definition.data);
  if (!data && !error && !definition.error) return <div role="status" aria-label="Checking the pipeline" aria-busy="true" className="h-64 animate-pulse rounded-lg bg-idle-soft" />;
  return (
    <>
      <Findings kind="errors" title="It could not be saved like this today" findings={data?.errors ?? []} />
      <Findings kind="warnings" findings={data?.warnings ?? []} />
      {children}
    </>
  );
}
