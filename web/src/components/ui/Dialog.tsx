import { useId, type ReactNode, type RefObject } from 'react';
import { Button } from './Button';

/** Asks before something is done that cannot be taken back. Opened by `showModal`; Escape and the first button leave everything as it is. */
export function Dialog({ ref, title, keep, act, onAct, children }: { ref: RefObject<HTMLDialogElement | null>; title: string; keep: string; act: string; onAct: () => void; children: ReactNode }) {
  const id = useId();
  return (
    <dialog ref={ref} aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} className="m-auto w-[calc(100%-2rem)] max-w-md rounded-lg border border-line bg-panel p-5 text-left text-ink backdrop:bg-black/40">
      <h2 id={`${id}-title`} className="font-medium">
        {title}
      </h2>
      <div id={`${id}-text`} className="mt-2 space-y-2 text-sm text-muted">
        {children}
      </div>
      <form method="dialog" className="mt-4 flex flex-wrap justify-end gap-2">
        <Button type="submit">{keep}</Button>
        <Button type="submit" variant="primary" onClick={onAct}>
          {act}
        </Button>
      </form>
    </dialog>
  );
}
