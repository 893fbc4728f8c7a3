import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useExecute, useParameters } from '@/api/pipelines';
import type { Parameter } from '@/api/types';
import { fieldOf, valuesOf } from '@/lib/runValues';
import { Dialog } from './ui/Dialog';
import { TextField } from './ui/TextField';

type Values = Record<string, string>;

/** Starts runs of a pipeline and goes to their page. What a run has to be given values for is asked before, by `form`, which stands beside whatever starts it. */
export function useStartRun(pipeline: { id: string; name: string }) {
  const navigate = useNavigate();
  const look = useParameters(pipeline.id);
  const execute = useExecute();
  const [asked, setAsked] = useState<{ dryRun: boolean; parameters: Parameter[]; before: Values }>();
  const [given, setGiven] = useState<Values>({});
  const opener = useRef<Element>(null);
  // While the form is open, it tells what becomes of the start.
  const isPending = look.isPending || (execute.isPending && !asked);

  // What is disabled while it starts something loses the focus: it gets it back when it can be pressed again.
  useEffect(() => {
    if (!isPending && !asked && opener.current instanceof HTMLElement && document.activeElement === document.body) opener.current.focus();
  }, [isPending, asked]);

  const run = (dryRun: boolean, parameters: Values) =>
    execute.mutate({ id: pipeline.id, dryRun, parameters }, { onSuccess: ({ run_id }) => void navigate(`/runs/${run_id}`) });
  /** `before`: what a run before was given, which is offered again; without it, what was entered last. */
  const start = (dryRun: boolean, before?: Values) => {
    opener.current = document.activeElement;
    execute.reset();
    look.mutate(undefined, {
      onSuccess: ({ items }) => {
        const isAsked = items.some((parameter) => parameter.required) || Object.keys(before ?? {}).length > 0;
        if (isAsked) setAsked({ dryRun, parameters: items, before: before ?? given });
        else run(dryRun, {});
      },
    });
  };

  return {
    start,
    isPending,
    error: asked ? null : (look.error ?? execute.error),
    form: asked && (
      <ParametersDialog
        title={`${asked.dryRun ? 'Dry run' : 'Run'} ${pipeline.name}`}
        parameters={asked.parameters}
        before={asked.before}
        isPending={execute.isPending}
        error={execute.error}
        onStart={(values) => {
          if (execute.isPending) return;
          setGiven(values);
          run(asked.dryRun, values);
        }}
        onClose={() => setAsked(undefined)}
      />
    ),
  };
}

function ParametersDialog({
  title,
  parameters,
  before,
  isPending,
  error,
  onStart,
  onClose,
}: {
  title: string;
  parameters: Parameter[];
  before: Values;
  isPending: boolean;
  error: Error | null;
  onStart: (values: Values) => void;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  return (
    <Dialog
      ref={dialog}
      title={title}
      keep="Not now"
      act={isPending ? 'Starting…' : 'Start'}
      onAct={(fields) => onStart(valuesOf(fields, before))}
      onClose={onClose}
      staysOpen
      fields={
        <>
          {parameters.map((parameter) => {
            const { label, value, required } = fieldOf(parameter, before);
            return <TextField key={parameter.name} label={label} name={parameter.name} defaultValue={value} required={required} autoComplete="off" />;
          })}
          {error && (
            <p role="alert" className="mb-3 text-sm text-bad">
              {error.message}
            </p>
          )}
        </>
      }
    >
      <p>The values that the run is started with. Where a field is left empty, its label says what holds.</p>
    </Dialog>
  );
}
