import { Play } from 'lucide-react';
import { isAtWork, useWritePlan } from '@/api/runs';
import type { DestinationPlan, Run } from '@/api/types';
import { ErrorState } from '@/components/ErrorState';
import { Button } from '@/components/ui/Button';
import { useStartRun } from '@/components/useStartRun';
import { formatCount } from '@/lib/format';
import { RejectedList } from './RejectedRecords';

const guarantees: Record<string, string> = {
  exactly_once: 'Each record is delivered exactly once, also after a crash.',
  at_least_once: 'After a crash, records may stand there twice.',
};

/** What a dry run would have written. */
export function WritePlan({ run }: { run: Run }) {
  const { data: plan, error, refetch } = useWritePlan(run);
  const atWork = isAtWork(run.status);
  return (
    <section aria-labelledby="write-plan" className="rounded-lg border border-line bg-panel p-4">
      <div className="mb-3 flex flex-wrap items-start gap-3">
        <div className="min-w-56 flex-1">
          <h2 id="write-plan" className="font-medium">
            What would be written
          </h2>
          <p className="text-sm text-muted">{atWork ? 'This is a dry run: nothing is written. The counts are those so far.' : 'This was a dry run: nothing has been written.'}</p>
        </div>
        {!atWork && <RunForReal run={run} given={plan?.parameters} />}
      </div>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !plan ? (
        <div role="status" aria-label="Loading the write plan" aria-busy="true" className="h-40 animate-pulse rounded-md bg-idle-soft" />
      ) : plan.destinations.length === 0 ? (
        <p className="text-sm text-muted">{atWork ? 'The destinations have not been looked at yet.' : 'The run ended before it had looked at the destinations.'}</p>
      ) : (
        <div className="space-y-4">
          {plan.destinations.map((destination) => (
            <Destination key={destination.step} plan={destination} />
          ))}
          {plan.samples.length > 0 && (
            <div>
              <h3 className="text-sm font-medium">The first records as they would be written</h3>
              <pre tabIndex={0} aria-label="The first records" className="mt-1 overflow-x-auto rounded-md bg-page p-2 text-xs">
                {plan.samples.map((record) => JSON.stringify(record)).join('\n')}
              </pre>
            </div>
          )}
          {plan.records_rejected > 0 && (
            <div>
              <h3 className="mb-1 text-sm font-medium">
                {formatCount(plan.records_rejected)} would be rejected{plan.rejected.length < plan.records_rejected && `; the first ${plan.rejected.length}`}
              </h3>
              <RejectedList rejected={plan.rejected} />
            </div>
          )}
        </div>
      )}
    </section>
  );
}

/** Starts a run with the values of the dry run, once they are known: with others it might write other records than those shown. */
function RunForReal({ run, given }: { run: Run; given: Record<string, string> | undefined }) {
  const real = useStartRun({ id: run.pipeline_id, name: run.pipeline_name });
  return (
    <div>
      <Button onClick={() => real.start(false, given)} disabled={real.isPending || !given}>
        <Play aria-hidden className="size-4" />
        {real.isPending ? 'Starting…' : 'Run it for real'}
      </Button>
      {real.form}
      {real.error && (
        <p role="alert" className="mt-1 text-sm text-bad">
          {real.error.message}
        </p>
      )}
    </div>
  );
}

function Destination({ plan }: { plan: DestinationPlan }) {
  const counts = [
    [plan.existing_is_estimate ? 'There now (about)' : 'There now', plan.exists ? plan.records_existing : 0],
    ['Would be delivered', plan.records_delivered],
    ['Would be inserted', plan.records_inserted],
    ['Would be removed', plan.records_removed],
  ] as const;
  return (
    <div className="text-sm">
      <h3 className="font-medium break-words">
        {plan.connector_type} <code>{plan.target}</code> <span className="font-normal text-muted">{plan.write_mode}</span>
      </h3>
      <p>
        {plan.effect} {guarantees[plan.guarantee]}
      </p>
      <dl className="mt-2 grid grid-cols-2 gap-x-6 gap-y-1 sm:grid-cols-4">
        {counts.map(([name, count]) => (
          <div key={name}>
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="font-semibold">{count === undefined || count === null ? <span className="font-normal text-muted">only writing tells</span> : formatCount(count)}</dd>
          </div>
        ))}
      </dl>
      {plan.statements.length > 0 && (
        <pre tabIndex={0} aria-label="Statements" className="mt-2 overflow-x-auto rounded-md bg-page p-2 text-xs">
          {plan.statements.map((statement) => `${statement};`).join('\n')}
        </pre>
      )}
    </div>
  );
}
