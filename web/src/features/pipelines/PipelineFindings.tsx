import { useDefinition, useValidation } from '@/api/pipelines';
import type { Pipeline } from '@/api/types';
import { Findings } from '@/components/Findings';

/** What the definition does not promise; and what has become wrong with it since it was saved, as what it names has changed. */
export function PipelineFindings({ pipeline }: { pipeline: Pipeline }) {
  const { data: definition } = useDefinition(pipeline.id, pipeline.version);
  const { data } = useValidation(definition);
  if (!data) return null;
  return (
    <>
      <Findings kind="errors" title="It could not be saved like this today" findings={data.errors} />
      <Findings kind="warnings" findings={data.warnings ?? []} />
    </>
  );
}
