import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useExecute, useParameters } from '@/api/pipelines';
import type { Parameter } from '@/api/types';
import { Dialog } from './ui/Dialog';
import { TextField } from './ui/TextField';

/** Starts runs of a pipeline and goes to their page. What a run has to be given values for is asked before, by `form`, which stands beside whatever starts it. */
export function useStartRun(pipeline: { id: string; name: string }) {
  const navigate = useNavigate();
  const look = useParameters(pipeline.id);
  const execute = useExecute();
  const [asked, setAsked] = useState<{ dryRun: boolean; parameters: Parameter[] }>();
  const [given, setGiven] = useState<Record<string, string>>({});
  const opener = useRef<Element>(null);

  const run = (dryRun: boolean, parameters: Record<string, string>) =>
    execute.mutate({ id: pipeline.id, dryRun, parameters }, { onSuccess: ({ run_id }) => void navigate(`/runs/${run_id}`) });
  const start = (dryRun: boolean) => {
    // What is disabled while it starts something loses the focus.
    opener.current = document.activeElement;
    execute.reset();
    look.mutate(undefined, {
      onSuccess: ({ items }) => (items.some((parameter) => parameter.required) ? setAsked({ dryRun, parameters: items }) : run(dryRun, {})),
    });
  };

  return {
    start,
    isPending: look.isPending || execute.isPending,
    error: look.error ?? execute.error,
    form: asked && (
      <ParametersDialog
        title={`${asked.dryRun ? 'Dry run' : 'Run'} ${pipeline.name}`}
        parameters={asked.parameters}
        given={given}
        onStart={(values) => {
          setGiven(values);
          run(asked.dryRun, values);
        }}
        onClose={() => {
          setAsked(undefined);
          if (opener.current instanceof HTMLElement) opener.current.focus();
        }}
      />
    ),
  };
}

function ParametersDialog({
  title,
  parameters,
  given,
  onStart,
  onClose,
}: {
  title: string;
  parameters: Parameter[];
  given: Record<string, string>;
  onStart: (values: Record<string, string>) => void;
  onClose: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const start = (values: FormData) =>
    onStart(Object.fromEntries([...values].flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value]] : []))));

  return (
    <Dialog
      ref={dialog}
      title={title}
      keep="Not now"
      act="Start"
      onAct={start}
      onClose={onClose}
      fields={parameters.map(({ name, required }) => (
        <TextField key={name} label={required ? name : `${name} (its own value where left empty)`} name={name} defaultValue={given[name]} required={required} autoComplete="off" />
      ))}
    >
      <p>The pipeline needs values that it does not have by itself.</p>
    </Dialog>
  );
}
