import { useId, type InputHTMLAttributes } from 'react';

/** A labelled line of text. */
export function TextField({ label, ...rest }: InputHTMLAttributes<HTMLInputElement> & { label: string }) {
  const id = useId();
  return (
    <div className="mb-3">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <input id={id} className="min-h-10 w-full rounded-md border border-muted bg-page px-3" {...rest} />
    </div>
  );
}
