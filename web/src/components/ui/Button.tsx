import type { ButtonHTMLAttributes } from 'react';

const variants = {
  primary: 'bg-accent text-accent-ink hover:underline',
  plain: 'border border-line bg-panel hover:border-muted',
  quiet: 'text-muted hover:text-ink',
};

export type ButtonVariant = keyof typeof variants;

/** The look of a button. */
export const lookOf = (variant: ButtonVariant) =>
  `inline-flex min-h-9 cursor-pointer items-center justify-center gap-1.5 rounded-md px-3 text-sm font-medium disabled:cursor-default disabled:opacity-60 ${variants[variant]}`;

/** A button in one of the looks that the product has. */
export const Button = ({ variant = 'plain', className = '', ...rest }: ButtonHTMLAttributes<HTMLButtonElement> & { variant?: ButtonVariant }) => (
  <button type="button" className={`${lookOf(variant)} ${className}`} {...rest} />
);
