import type { Run } from '@/api/types';
import { formatCount } from '@/lib/format';

/** The fields of the source of which values were converted to the declared type, or did not fit it. */
export function FieldCounts({ fields }: { fields: NonNullable<Run['fields']> }) {
  return (
    <section aria-labelledby="fields" tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-panel">
      <h2 id="fields" className="px-4 pt-3 font-medium">
        Fields
      </h2>
      <p className="px-4 text-sm text-muted">Values that were converted to the declared type, and values that did not fit the type of the field.</p>
      <table className="mt-1 w-full text-sm">
        <thead className="text-left text-muted">
          <tr>
            <th scope="col" className="px-4 py-2 font-medium">
              Field
            </th>
            <th scope="col" className="px-4 py-2 text-right font-medium">
              Converted
            </th>
            <th scope="col" className="px-4 py-2 text-right font-medium">
              Did not fit
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name} className="border-t border-line">
              <th scope="row" className="px-4 py-2 text-left font-normal">
                {field.name}
              </th>
              <td className="px-4 py-2 text-right">{formatCount(field.coerced)}</td>
              <td className="px-4 py-2 text-right">{formatCount(field.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
