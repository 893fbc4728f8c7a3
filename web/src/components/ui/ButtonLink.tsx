import { Link, type LinkProps } from 'react-router';
import { lookOf, type ButtonVariant } from './Button';

/** A link that looks like a button: it leads somewhere, and changes nothing. */
export const ButtonLink = ({ variant = 'plain', className = '', ...rest }: LinkProps & { variant?: ButtonVariant }) => <Link className={`${lookOf(variant)} ${className}`} {...rest} />;
