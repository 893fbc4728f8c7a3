// Runs SQL statements, one an argument, in a DuckDB that keeps nothing.
import { DuckDBInstance } from '@duckdb/node-api';

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
for (const statement of process.argv.slice(2)) {
  await connection.run(statement);
}
connection.closeSync();
