import { FlaskConical, Pencil, Play } from 'lucide-react';
import { useEnable } from '@/api/pipelines';
import { isAtWork } from '@/api/runs';
import type { Pipeline } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { ButtonLink } from '@/components/ui/ButtonLink';
import { useStartRun } from '@/components/useStartRun';

/** What can be done with a pipeline: run it, see what a run would write, change it, keep it from starting by itself. */
export function PipelineActions({ pipeline }: { pipeline: Pipeline }) {
  const run = useStartRun(pipeline);
  const enable = useEnable(pipeline.id);
  const atWork = !!pipeline.last_run && isAtWork(pipeline.last_run.status);
  const startsByItself = !!pipeline.schedule || !!pipeline.triggers?.length;
  const error = run.error ?? enable.error;

  return (
    <div className="sm:text-right">
      <div role="group" aria-label="Pipeline" className="flex flex-wrap gap-2 sm:justify-end">
        <Button variant="primary" onClick={() => run.start(false)} disabled={run.isPending || atWork} title={atWork ? 'A run is at work' : undefined}>
          <Play aria-hidden className="size-4" />
          {run.isPending ? 'Starting…' : 'Run now'}
        </Button>
        <Button onClick={() => run.start(true)} disabled={run.isPending || atWork} title="Reads and transforms, and shows what would be written">
          <FlaskConical aria-hidden className="size-4" />
          Dry run
        </Button>
        <ButtonLink to={`/pipelines/${pipeline.id}/edit`}>
          <Pencil aria-hidden className="size-4" />
          Edit
        </ButtonLink>
        {(startsByItself || !pipeline.enabled) && (
          <Button onClick={() => enable.mutate(!pipeline.enabled)} disabled={enable.isPending}>
            {pipeline.enabled ? 'Keep from starting' : 'Let it start again'}
          </Button>
        )}
      </div>
      {run.form}
      {!pipeline.enabled && <p className="mt-2 text-sm text-muted">Paused: nothing but you starts it.</p>}
      {error && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {error.message}
        </p>
      )}
    </div>
  );
}
