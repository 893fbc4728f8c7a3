/** What a new pipeline starts from: valid as it stands, to be changed. */
export const example = JSON.stringify(
  {
    name: 'My pipeline',
    description: 'What it is for.',
    source: { connector_type: 'file', config: { path: 'orders.csv' } },
    transformations: [
      { type: 'field_mapping', field_name: 'product_name', operation: 'title_case' },
      { type: 'record_filter', condition: { field: 'status', operator: 'equals', value: 'completed' } },
    ],
    destination: { connector_type: 'file', config: { path: 'out/orders.csv', write_mode: 'replace' } },
  },
  null,
  2,
);
