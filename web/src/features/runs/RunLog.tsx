import { useSearchParams } from 'react-router';
import { useLog } from '@/api/runs';
import type { LogLevel, LogLine } from '@/api/types';
import { formatStep } from '@/lib/format';

const levels: LogLevel[] = ['debug', 'info', 'warning', 'error'];

const colours = { debug: 'text-muted', info: '', warning: 'text-warn', error: 'text-bad' } satisfies Record<LogLevel, string>;

/** What a run says, line by line as it is said. */
export function RunLog({ runId }: { runId: string }) {
  const [search, setSearch] = useSearchParams();
  const level = levels.find((known) => known === search.get('level')) ?? 'info';
  const { lines, error } = useLog(runId, level);
  return (
    <section aria-labelledby="log" className="rounded-lg border border-line bg-panel p-4">
      <div className="mb-2 flex items-center gap-3">
        <h2 id="log" className="flex-1 font-medium">
          Log
        </h2>
        <label className="text-sm text-muted">
          from{' '}
          <select
            value={level}
            onChange={(event) => setSearch({ level: event.target.value }, { replace: true })}
            className="rounded-md border border-line bg-panel px-2 py-1"
          >
            {levels.map((known) => (
              <option key={known}>{known}</option>
            ))}
          </select>
        </label>
      </div>
      {error && <p className="text-sm text-bad">The log was interrupted; connecting again.</p>}
      <ol tabIndex={0} aria-label="Lines of the log" className="max-h-96 overflow-auto font-mono text-xs">
        {lines.map((line) => (
          <Line key={line.sequence} line={line} />
        ))}
        {lines.length === 0 && <li className="text-muted">Nothing has been said yet.</li>}
      </ol>
    </section>
  );
}

function Line({ line }: { line: LogLine }) {
  return (
    <li className={`flex flex-wrap gap-x-3 py-0.5 sm:flex-nowrap ${colours[line.level]}`}>
      <time dateTime={line.at} title={line.at} className="shrink-0 text-muted tabular-nums">
        {new Date(line.at).toLocaleTimeString()}
      </time>
      <span className="shrink-0 truncate text-muted sm:w-28">{line.step && formatStep(line.step)}</span>
      <span className="w-full min-w-0 break-words whitespace-pre-wrap sm:w-auto">{line.message}</span>
    </li>
  );
}
