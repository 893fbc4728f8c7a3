import { useId, useState } from 'react';
import { useEditDeadLetter } from '@/api/deadLetters';
import type { DeadLetter } from '@/api/types';
import { Button } from '@/components/ui/Button';
import { keepsDigits } from '@/lib/exactJson';

/** The record as it should be, to be written as JSON. */
export function RecordEditor({ letter }: { letter: DeadLetter }) {
  const id = useId();
  const edit = useEditDeadLetter(letter);
  const saved = JSON.stringify(letter.edited_record ?? letter.record, null, 2);
  const [text, setText] = useState(saved);
  const problem = problemOf(text);
  if (!keepsDigits) return <p className="text-sm text-muted">This browser would round long numbers: mend the record with a newer one, or over the API.</p>;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        edit.mutate(text);
      }}
    >
      <label htmlFor={id} className="mb-1 block font-medium">
        As it is to be replayed
      </label>
      <textarea
        id={id}
        rows={Math.min(16, saved.split('\n').length + 1)}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-invalid={!!problem}
        aria-describedby={`${id}-problem`}
        className="w-full rounded-md border border-muted bg-page p-2 font-mono text-xs"
      />
      <p id={`${id}-problem`} className="min-h-5 text-sm text-bad">
        {problem}
      </p>
      <div className="mt-1 flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" disabled={!!problem || text === saved || edit.isPending}>
          {edit.isPending ? 'Saving…' : 'Save the record'}
        </Button>
        <span role="status" className="text-sm text-muted">
          {edit.isSuccess && text === saved && 'Saved: replay it now.'}
        </span>
      </div>
      {edit.error && (
        <p role="alert" className="mt-2 text-sm text-bad">
          {edit.error.message}
        </p>
      )}
    </form>
  );
}

function problemOf(text: string) {
  try {
    const record: unknown = JSON.parse(text);
    return typeof record === 'object' && record !== null && !Array.isArray(record) ? undefined : 'A record is an object: {"field": value}.';
  } catch (error) {
    return (error as Error).message;
  }
}
