import { Link } from 'react-router';
import { useTriggers } from '@/api/triggers';
import type { Pipeline, Trigger, TriggerDefinition } from '@/api/types';
import { Ago } from '@/components/Ago';
import { ErrorState } from '@/components/ErrorState';
import { WebhookAddress } from './WebhookAddress';

/** What starts a pipeline, and when each of it last did. */
export function Triggers({ pipeline }: { pipeline: Pipeline }) {
  const { data, error, isPending, refetch } = useTriggers(pipeline.id);
  return (
    <section aria-labelledby="triggers" className="rounded-lg border border-line bg-panel p-4">
      <h2 id="triggers" className="font-medium">
        What starts it
      </h2>
      {pipeline.schedule && (
        <p className="mt-2 text-sm">
          Schedule <code>{pipeline.schedule.expression}</code> <span className="text-muted">{pipeline.schedule.timezone ?? 'UTC'}</span>
        </p>
      )}
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending ? (
        <div role="status" aria-label="Loading the triggers" aria-busy="true" className="mt-2 h-12 animate-pulse rounded-md bg-idle-soft" />
      ) : data.items.length === 0 ? (
        <p className="mt-2 text-sm text-muted">{pipeline.schedule ? 'No triggers beside its schedule.' : 'Nothing: it runs when you run it. Add a schedule or triggers to its definition.'}</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {data.items.map((trigger) => (
            <TriggerItem key={trigger.key} pipeline={pipeline} trigger={trigger} />
          ))}
        </ul>
      )}
    </section>
  );
}

function TriggerItem({ pipeline, trigger }: { pipeline: Pipeline; trigger: Trigger }) {
  const definition = pipeline.triggers?.find((one) => (one.name ?? one.type) === trigger.key);
  return (
    <li className="py-3 text-sm">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-medium">{trigger.key}</h3>
        <p className="min-w-44 flex-1 break-words text-muted">{waitsFor(trigger.type, definition)}</p>
        <p className="text-muted">
          {trigger.fired_at ? (
            <>
              started{' '}
              <Link to={`/runs/${trigger.run_id}`} className="text-accent underline">
                a run
              </Link>{' '}
              <Ago instant={trigger.fired_at} />
            </>
          ) : trigger.active ? (
            'has not started a run yet'
          ) : (
            'paused'
          )}
        </p>
      </div>
      {trigger.last_error && <p className="mt-1 text-bad">{trigger.last_error}</p>}
      {trigger.type === 'webhook' && <WebhookAddress pipelineId={pipeline.id} trigger={trigger} />}
    </li>
  );
}

function waitsFor(type: string, definition?: TriggerDefinition) {
  switch (type) {
    case 'file':
      return `files at ${definition?.path ?? 'a path'}`;
    case 'event':
      return `the event ${definition?.event ?? ''}${definition?.pipeline ? ` of ${definition.pipeline}` : ''}`;
    case 'pipeline':
      return `the end of ${definition?.pipeline ?? 'another pipeline'}`;
    case 'stream':
      return `the stream ${definition?.stream ?? ''}`;
    default:
      return 'requests to its address';
  }
}
