import { useId, type ReactNode, type RefObject } from 'react';
import { Button } from './Button';

/**
 * Asks before something is done: whether to do what cannot be taken back, or with which values. Opened by `showModal`; Escape and the first button leave everything as it is.
 * `onAct` gets the values of `fields`, once they are as they have to be.
 */
export function Dialog({
  ref,
  title,
  keep,
  act,
  onAct,
  onClose,
  fields,
  staysOpen = false,
  children,
}: {
  ref: RefObject<HTMLDialogElement | null>;
  title: string;
  keep: string;
  act: string;
  onAct: (values: FormData) => void;
  onClose?: () => void;
  fields?: ReactNode;
  /** Whether it stays on the second button, too: for what may be refused, and then tried again. */
  staysOpen?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <dialog ref={ref} onClose={onClose} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} className="m-auto w-[calc(100%-2rem)] max-w-md rounded-lg border border-line bg-panel p-5 text-left text-ink backdrop:bg-black/40">
      <h2 id={`${id}-title`} className="font-medium">
        {title}
      </h2>
      <div id={`${id}-text`} className="mt-2 space-y-2 text-sm text-muted">
        {children}
      </div>
      <form
        method="dialog"
        onSubmit={(event) => {
          if (staysOpen) event.preventDefault();
          onAct(new FormData(event.currentTarget));
        }}
        className="mt-4"
      >
        {fields}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => ref.current?.close()}>{keep}</Button>
          <Button type="submit" variant="primary">
            {act}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
