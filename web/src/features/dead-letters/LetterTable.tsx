import { Link } from 'react-router';
import type { DeadLetter } from '@/api/types';
import { Ago } from '@/components/Ago';
import { formatCount, formatStep } from '@/lib/format';
import { LetterStatus } from './LetterStatus';

const cell = 'px-3 py-2 align-top';

/** Whether it can be replayed: it is open, and no replay has it. */
export const canBeChosen = (letter: DeadLetter) => letter.status === 'open' && !letter.claimed;

/** Dead letters, a row each; open ones can be chosen. */
export function LetterTable({ letters, chosen, onChoose }: { letters: DeadLetter[]; chosen: ReadonlySet<string>; onChoose: (ids: string[], on: boolean) => void }) {
  const open = letters.filter(canBeChosen).map((letter) => letter.id);
  return (
    <div tabIndex={0} role="region" aria-label="Dead letters" className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line text-muted">
          <tr>
            <th scope="col" className={cell}>
              <input
                type="checkbox"
                aria-label="Choose all that are open"
                disabled={open.length === 0}
                checked={open.length > 0 && open.every((id) => chosen.has(id))}
                onChange={(event) => onChoose(open, event.target.checked)}
              />
            </th>
            {['Reason', 'Pipeline', 'Status', 'Rejected'].map((name) => (
              <th key={name} scope="col" className={`${cell} font-medium`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <tr key={letter.id} className="border-b border-line last:border-0">
              <td className={cell}>
                {canBeChosen(letter) && (
                  <input type="checkbox" aria-label={`Choose record ${letter.source_ordinal + 1}`} checked={chosen.has(letter.id)} onChange={(event) => onChoose([letter.id], event.target.checked)} />
                )}
              </td>
              <td className={`${cell} min-w-64`}>
                <Link to={`/dead-letter?id=${letter.id}`} className="text-accent underline">
                  {letter.errors[0]?.message ?? letter.code}
                </Link>
                <p className="text-muted">
                  Record {formatCount(letter.source_ordinal + 1)} · {letter.field && <code>{letter.field}</code>} {letter.code} in {formatStep(letter.step)}
                </p>
              </td>
              <td className={`${cell} min-w-32`}>
                <Link to={`/pipelines/${letter.pipeline_id}`} className="hover:underline">
                  {letter.pipeline_name}
                </Link>
              </td>
              <td className={cell}>
                <LetterStatus letter={letter} />
              </td>
              <td className={`${cell} whitespace-nowrap text-muted`}>
                <Ago instant={letter.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
