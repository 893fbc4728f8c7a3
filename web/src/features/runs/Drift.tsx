import { useDrift } from '@/api/runs';
import type { Run, SchemaDrift } from '@/api/types';

const done = {
  added: 'it is delivered',
  left_out: 'it is left out',
  left_empty: 'it is delivered without values',
  type_taken: 'the new type is taken',
  type_kept: 'the known type stays',
  records_rejected: 'records with it are rejected',
  run_failed: 'the run failed',
} satisfies Record<SchemaDrift['action'], string>;

/** How the source's fields differed from what was known, and what was done about it; nothing where they did not. */
export function Drift({ run }: { run: Run }) {
  const { data } = useDrift(run);
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="drift" className="rounded-lg border border-line bg-panel p-4">
      <h2 id="drift" className="font-medium">
        The schema has drifted
      </h2>
      <ul className="mt-2 space-y-1 text-sm">
        {data.items.map(({ change, action, policy }) => (
          <li key={change.field + change.kind}>
            <code>{change.field}</code> {describe(change)}: {done[action]} <span className="text-muted">({policy})</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function describe({ before, after, renamed_to }: SchemaDrift['change']) {
  if (!before) return `(${after?.type}) is new`;
  if (!after) return `(${before.type}) is missing${renamed_to ? `, perhaps renamed to ${renamed_to}` : ''}`;
  return `was ${before.type} and is ${after.type}`;
}
