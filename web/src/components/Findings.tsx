import { CircleX, TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import type { Finding } from '@/api/types';

const looks = {
  errors: { title: 'To be mended before it can be saved', Icon: CircleX, tone: 'bg-bad-soft text-bad' },
  warnings: { title: 'Allowed, but you should know', Icon: TriangleAlert, tone: 'bg-warn-soft text-warn' },
};

/** What is wrong with a document, or should be known of it: the place, what it is, and the way out. */
export function Findings({ kind, findings, title, onGo }: { kind: keyof typeof looks; findings: Finding[]; title?: string; onGo?: (finding: Finding) => void }) {
  const id = useId();
  if (findings.length === 0) return null;
  const { title: usual, Icon, tone } = looks[kind];
  return (
    <section aria-labelledby={id} className={`rounded-lg p-4 ${tone}`}>
      <h2 id={id} className="flex items-center gap-2 font-medium">
        <Icon aria-hidden className="size-4 shrink-0" />
        {title ?? usual}
      </h2>
      <ul className="mt-2 space-y-2 text-sm">
        {findings.map((finding) => (
          <li key={finding.path + finding.message} className="break-words">
            {onGo && finding.path !== '$' ? (
              <button type="button" onClick={() => onGo(finding)} className="cursor-pointer underline">
                <span className="sr-only">Go to </span>
                <code>{finding.path}</code>
              </button>
            ) : (
              <code className="font-semibold">{finding.path}</code>
            )}{' '}
            {finding.message}
          </li>
        ))}
      </ul>
    </section>
  );
}
