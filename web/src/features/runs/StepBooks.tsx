import { isAtWork } from '@/api/runs';
import type { Run } from '@/api/types';
import { formatCount, formatDuration } from '@/lib/format';

const columns = ['in', 'out', 'filtered', 'rejected', 'added'] as const;

/** What came in and went out, step by step: nothing is unaccounted for. */
export function StepBooks({ run }: { run: Run }) {
  return (
    <section aria-labelledby="steps" tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
      <h2 id="steps" className="px-4 pt-3 font-medium">
        Steps
      </h2>
      <table className="mt-1 w-full text-sm">
        <thead className="text-left text-muted">
          <tr>
            <th scope="col" className="px-4 py-2 font-medium">
              Step
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className="px-4 py-2 text-right font-medium capitalize">
                {column}
              </th>
            ))}
            <th scope="col" className="px-4 py-2 text-right font-medium">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {run.steps.map((step) => (
            <tr key={step.name} className="border-t border-line">
              <th scope="row" className="px-4 py-2 text-left font-normal">
                {step.name}
                {!step.name.startsWith(step.type) && <span className="ml-2 text-muted">{step.type}</span>}
              </th>
              {columns.map((column) => (
                <td key={column} className="px-4 py-2 text-right">
                  {step[column] === 0 ? <span className="text-muted">0</span> : formatCount(step[column])}
                </td>
              ))}
              <td className="px-4 py-2 text-right text-muted">{step.duration_ms > 0 ? formatDuration(step.duration_ms) : '–'}</td>
            </tr>
          ))}
          {run.steps.length === 0 && (
            <tr className="border-t border-line">
              <td colSpan={columns.length + 2} className="px-4 py-3 text-muted">
                {isAtWork(run.status) ? 'Nothing has been read yet.' : 'Nothing was read.'}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </section>
  );
}
