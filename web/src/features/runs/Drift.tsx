import { useState } from 'react';
import { useAcceptFields } from '@/api/pipelines';
import { isAtWork } from '@/api/runs';
import { session } from '@/api/session';
import type { Run, SchemaDrift, SchemaField } from '@/api/types';
import { Button } from '@/components/ui/Button';

const kinds = {
  new: 'new',
  missing: 'missing',
  widened: 'wider type',
  narrowed: 'narrower type',
  incompatible: 'another type',
} satisfies Record<SchemaDrift['change']['kind'], string>;

const done = {
  added: 'Delivered',
  left_out: 'Left out',
  left_empty: 'Delivered without values',
  type_taken: 'New type taken',
  type_kept: 'Known type kept',
  records_rejected: 'Records rejected',
  run_failed: 'The run failed',
} satisfies Record<SchemaDrift['action'], string>;

const cell = 'px-3 py-2 align-top';

/** How the source's fields differed from what was known, and what was done about it. */
export function Drift({ run, drifts }: { run: Run; drifts: SchemaDrift[] }) {
  const policies = [...new Set(drifts.map((drift) => drift.policy))];
  const isOfSeveral = new Set(drifts.map((drift) => drift.stream)).size > 1;
  return (
    <section aria-labelledby="drift" className="rounded-lg border border-line bg-panel">
      <div className="px-4 pt-3">
        <h2 id="drift" className="font-medium">
          The source’s fields have changed
        </h2>
        <p className="mt-1 text-sm text-muted">
          Compared with what the last successful run knew. <code>schema_evolution</code> is <code>{policies.join(', ')}</code>.
        </p>
      </div>
      <div tabIndex={0} role="region" aria-label="Changed fields" className="mt-2 overflow-x-auto">
        <table className="w-full text-left text-sm">
          <thead className="text-muted">
            <tr>
              {[...(isOfSeveral ? ['Source'] : []), 'Field', 'Change', 'Known', 'Seen', 'What was done'].map((name) => (
                <th key={name} scope="col" className={`${cell} font-medium first:pl-4`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {drifts.map(({ stream, change, action }) => (
              <tr key={stream + change.field + change.kind} className="border-t border-line">
                {isOfSeveral && <td className={`${cell} pl-4`}>{stream}</td>}
                <th scope="row" className={`${cell} font-normal first:pl-4`}>
                  <code>{change.field}</code>
                  {change.renamed_to && (
                    <p className="mt-0.5 text-muted">
                      perhaps renamed to <code>{change.renamed_to}</code>
                    </p>
                  )}
                </th>
                <td className={`${cell} whitespace-nowrap`}>{kinds[change.kind]}</td>
                <TypeCell field={change.before} tone="bg-bad-soft text-bad" sign="−" />
                <TypeCell field={change.after} tone="bg-good-soft text-good" sign="+" />
                <td className={`${cell} min-w-32`}>{action === 'run_failed' && run.status !== 'failed' ? 'An attempt failed' : done[action]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Renames items={drifts} />
      {session()?.role !== 'viewer' && !isAtWork(run.status) && drifts.some((drift) => drift.action !== 'added' && drift.action !== 'type_taken') && (
        <Accept run={run} streams={[...new Set(drifts.map((drift) => drift.stream))]} />
      )}
    </section>
  );
}

function TypeCell({ field, tone, sign }: { field?: SchemaField; tone: string; sign: string }) {
  return (
    <td className={cell}>
      {field ? (
        <code className={`rounded px-1 whitespace-nowrap ${tone}`}>
          {sign} {field.type}
        </code>
      ) : (
        <span className="text-muted">–</span>
      )}
    </td>
  );
}

function Renames({ items }: { items: SchemaDrift[] }) {
  const renamed = items.filter(({ change }) => change.renamed_to);
  if (renamed.length === 0) return null;
  return (
    <div className="border-t border-line px-4 py-3 text-sm">
      <p>If that is so, put this first among the pipeline’s transformations; the platform never renames by itself:</p>
      <pre tabIndex={0} aria-label="Steps that rename" className="mt-1 overflow-x-auto rounded-md bg-page p-2 text-xs">
        {renamed.map(({ change }) => JSON.stringify({ type: 'field_mapping', field_name: change.renamed_to, target_field: change.field })).join(',\n')}
      </pre>
    </div>
  );
}

/** Makes what the run saw what the next ones are held against. */
function Accept({ run, streams }: { run: Run; streams: string[] }) {
  const accept = useAcceptFields(run);
  const [accepted, setAccepted] = useState<string[]>([]);
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-3 text-sm">
      {streams.map((stream) => (
        <Button key={stream} onClick={() => accept.mutate(stream, { onSuccess: () => setAccepted((before) => [...before, stream]) })} disabled={accept.isPending || accepted.includes(stream)}>
          Accept the fields seen{streams.length > 1 && ` in ${stream}`}
        </Button>
      ))}
      <span role="status" className="text-muted">
        {accepted.length > 0 ? 'Accepted: retry this run, or start another.' : 'Later runs are then held against what this one saw, and do not report it again.'}
      </span>
      {accept.error && (
        <p role="alert" className="w-full text-bad">
          {accept.error.message}
        </p>
      )}
    </div>
  );
}
