import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { ApiError } from '@/api/client';
import { useSavePipeline, useValidation } from '@/api/pipelines';
import { session } from '@/api/session';
import type { Finding } from '@/api/types';
import { Findings } from '@/components/Findings';
import { Button } from '@/components/ui/Button';
import { TextField } from '@/components/ui/TextField';
import { draftKey, draftOf, forgetDraft, keepDraft } from '@/lib/drafts';
import { lineOf, placeOf } from '@/lib/jsonPlace';
import { useSettled } from '@/lib/settled';

/** A pipeline as JSON, checked while it is written. What is wrong keeps it from being saved; what should be known does not. */
export function DefinitionEditor({ opened, newest = 0, saved }: { opened?: { id: string; version: number }; newest?: number; saved: string }) {
  const [draft] = useState(() => draftKey(session()?.email ?? '', opened));
  const [text, setText] = useState(() => draftOf(draft) ?? saved);
  const [isOffered, setIsOffered] = useState(text !== saved);
  const [message, setMessage] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const navigate = useNavigate();
  const save = useSavePipeline(opened, () => forgetDraft(draft));
  const mistake = mistakeIn(text);
  const settled = useSettled(text, 400);
  const check = useValidation(mistakeIn(settled) ? undefined : settled);
  const isChecking = !mistake && (settled !== text || check.isFetching);
  const isChanged = text !== saved;
  // A version of one's own follows the opened one, too.
  const isOvertaken = isStale(save.error) || (!!opened && newest > opened.version && !save.isPending && !save.isSuccess);
  useWarningOnLeaving(isChanged && !save.isSuccess);

  // Kept as it is written: a link, or a session that ends, takes the page away without a question.
  const write = (changed: string) => {
    setText(changed);
    if (changed === saved) forgetDraft(draft);
    else keepDraft(draft, changed);
  };
  const discard = () => {
    write(saved);
    setIsOffered(false);
    area.current?.focus();
  };

  const submit = () => save.mutate({ definition: text, message: message.trim() }, { onSuccess: (kept) => void navigate(`/pipelines/${kept.id}`) });
  const go = (finding: Finding) => {
    const place = placeOf(text, finding.path);
    area.current?.focus();
    if (!place || !area.current) return;
    area.current.setSelectionRange(place.start, place.end);
    const lineHeight = area.current.scrollHeight / text.split('\n').length;
    area.current.scrollTop = Math.max(0, (lineOf(text, place.start) - 4) * lineHeight);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]"
    >
      <div>
        {isOffered && (
          <div role="status" className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-warn-soft p-3 text-sm text-warn">
            <p>Your unsaved text was kept.</p>
            <span className="text-ink">
              <Button onClick={discard}>Discard it</Button>
            </span>
          </div>
        )}
        <label htmlFor="definition" className="mb-1 block text-sm font-medium">
          Definition (JSON)
        </label>
        <textarea
          id="definition"
          ref={area}
          rows={28}
          spellCheck={false}
          wrap="off"
          value={text}
          onChange={(event) => write(event.target.value)}
          aria-invalid={!!mistake}
          aria-describedby="definition-help definition-state"
          className="w-full rounded-md border border-muted bg-page p-3 font-mono text-xs leading-5"
        />
        <p id="definition-help" className="mt-1 text-sm text-muted">
          Secrets show as <code>********</code>; left so, they stay as they are. The{' '}
          <a href="/api/docs" className="text-accent underline">
            API documentation
          </a>{' '}
          names every key.
        </p>
      </div>
      <div className="space-y-4">
        <p id="definition-state" role="status" className="min-h-5 text-sm">
          {mistake ? <span className="text-bad">This is no JSON yet: {mistake}</span> : isChecking ? <span className="text-muted">Checking…</span> : <Verdict check={check} />}
        </p>
        {!mistake && (
          <>
            <Findings kind="errors" findings={check.data?.errors ?? []} onGo={go} />
            <Findings kind="warnings" findings={check.data?.warnings ?? []} onGo={go} />
          </>
        )}
        <TextField label="What the change is for (optional)" value={message} onChange={(event) => setMessage(event.target.value)} maxLength={500} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" disabled={!!mistake || (!!opened && !isChanged) || save.isPending}>
            {save.isPending ? 'Saving…' : opened ? 'Save a new version' : 'Create the pipeline'}
          </Button>
          <Link to={opened ? `/pipelines/${opened.id}` : '/pipelines'} className="inline-flex min-h-9 items-center px-3 text-sm font-medium text-muted hover:text-ink">
            Leave it as it was
          </Link>
        </div>
        {isOvertaken ? (
          <Overtaken openedId={opened?.id} isChanged={isChanged} />
        ) : (
          save.error && (
            <p role="alert" className="text-sm break-words text-bad">
              It was not saved: {save.error.message}
            </p>
          )
        )}
      </div>
    </form>
  );
}

function Verdict({ check }: { check: ReturnType<typeof useValidation> }) {
  if (check.error) return <span className="text-bad">It could not be checked: {check.error.message}</span>;
  if (!check.data) return null;
  const { errors, warnings = [] } = check.data;
  const parts = [count(errors.length, 'error'), count(warnings.length, 'warning')].filter(Boolean);
  return parts.length === 0 ? <span className="text-good">It can be saved: no errors, no warnings.</span> : <>{`${parts.join(', ')}. ${errors.length > 0 ? 'It cannot be saved yet.' : 'It can be saved.'}`}</>;
}

function Overtaken({ openedId, isChanged }: { openedId?: string; isChanged: boolean }) {
  const newest = (
    <a href={`/pipelines/${openedId}/edit`} className="underline">
      open the newest version
    </a>
  );
  return (
    <p role="alert" className="text-sm break-words text-bad">
      {isChanged ? (
        <>Somebody has saved this pipeline since you opened it, and nothing of yours was saved. Copy what you wrote, then {newest}.</>
      ) : (
        <>Somebody has saved this pipeline since you opened it. To change it, {newest}.</>
      )}
    </p>
  );
}

const isStale = (error: Error | null) => error instanceof ApiError && error.problem.status === 412;

const count = (number: number, noun: string) => (number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`);

function mistakeIn(text: string) {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'a pipeline is an object, {"name": ...}.';
  } catch (error) {
    return (error as Error).message;
  }
}

function useWarningOnLeaving(isUnsaved: boolean) {
  useEffect(() => {
    if (!isUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isUnsaved]);
}
