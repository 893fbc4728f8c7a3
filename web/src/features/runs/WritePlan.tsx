import { useWritePlan } from '@/api/runs';
import type { DestinationPlan, Run } from '@/api/types';
import { ErrorState } from '@/components/ErrorState';
import { formatCount } from '@/lib/format';

/** What a dry run would have written. */
export function WritePlan({ run }: { run: Run }) {
  const { data, error, refetch } = useWritePlan(run);
  return (
    <section aria-labelledby="write-plan" className="rounded-lg border border-line bg-panel p-4">
      <h2 id="write-plan" className="font-medium">
        What would be written
      </h2>
      <p className="mb-3 text-sm text-muted">This was a dry run: nothing has been written.</p>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.destinations.map((destination) => (
        <Destination key={destination.step} plan={destination} />
      ))}
      {data && data.samples.length > 0 && (
        <>
          <h3 className="mt-3 text-sm font-medium">First records</h3>
          <pre tabIndex={0} aria-label="The first records" className="mt-1 overflow-x-auto rounded-md bg-page p-2 text-xs">
            {data.samples.map((record) => JSON.stringify(record)).join('\n')}
          </pre>
        </>
      )}
    </section>
  );
}

function Destination({ plan }: { plan: DestinationPlan }) {
  return (
    <div className="text-sm">
      <h3 className="font-medium">
        {plan.connector_type} <code>{plan.target}</code> <span className="font-normal text-muted">{plan.write_mode}</span>
      </h3>
      <p>
        {plan.effect} {plan.records_existing !== undefined && <>{formatCount(plan.records_existing)} rows are there. </>}
        {formatCount(plan.records_delivered)} records would be delivered
        {plan.records_inserted !== undefined && <>, {formatCount(plan.records_inserted)} inserted</>}
        {plan.records_removed ? <>, {formatCount(plan.records_removed)} removed</> : null}.
      </p>
      {plan.statements.length > 0 && (
        <pre tabIndex={0} aria-label="Statements" className="mt-1 overflow-x-auto rounded-md bg-page p-2 text-xs">
          {plan.statements.map((statement) => `${statement};`).join('\n')}
        </pre>
      )}
    </div>
  );
}
