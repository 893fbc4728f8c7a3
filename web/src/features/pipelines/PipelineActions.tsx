import { FlaskConical, Pencil, Play } from 'lucide-react';
import { useNavigate } from 'react-router';
import { useEnable, useExecute } from '@/api/pipelines';
import { isAtWork } from '@/api/runs';
import type { Pipeline } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { ButtonLink } from '@/components/ui/ButtonLink';

/** What can be done with a pipeline: run it, see what a run would write, change it, keep it from starting by itself. */
export function PipelineActions({ pipeline }: { pipeline: Pipeline }) {
  const navigate = useNavigate();
  const execute = useExecute();
  const enable = useEnable(pipeline.id);
  const atWork = !!pipeline.last_run && isAtWork(pipeline.last_run.status);
  const startsByItself = !!pipeline.schedule || !!pipeline.triggers?.length;
  const error = execute.error ?? enable.error;
  const start = (dryRun: boolean) => execute.mutate({ id: pipeline.id, dryRun }, { onSuccess: ({ run_id }) => void navigate(`/runs/${run_id}`) });

  return (
    <div className="sm:text-right">
      <div role="group" aria-label="Pipeline" className="flex flex-wrap gap-2 sm:justify-end">
        <Button variant="primary" onClick={() => start(false)} disabled={execute.isPending || atWork} title={atWork ? 'A run is at work' : undefined}>
          <Play aria-hidden className="size-4" />
          {execute.isPending ? 'Starting…' : 'Run now'}
        </Button>
        <Button onClick={() => start(true)} disabled={execute.isPending || atWork} title="Reads and transforms, and shows what would be written">
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
      {!pipeline.enabled && <p className="mt-2 text-sm text-muted">Paused: nothing but you starts it.</p>}
      {error && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {error.message}
        </p>
      )}
    </div>
  );
}
