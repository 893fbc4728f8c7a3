// The guide's five rules on an orders CSV with Polars.
import pl from 'nodejs-polars';

const [from, to] = process.argv.slice(2);
const word = pl.element();
const titleCase = pl.col('product_name').str.toLowerCase().str.split(' ')
  .lst.eval(pl.concatString([word.str.slice(0, 1).str.toUpperCase(), word.str.slice(1)], ''))
  .lst.join(' ');
const orders = pl.scanCSV(from)
  .filter(pl.col('status').eq(pl.lit('completed')).and(pl.col('customer_email').str.contains('^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$')))
  .select(
    'order_id', 'customer_id', titleCase.alias('product_name'), 'quantity', 'price',
    pl.col('quantity').mul(pl.col('price')).round(2).alias('total_price'),
    'order_date', 'status', 'customer_email', pl.lit(new Date().toISOString()).alias('processed_timestamp'));
await orders.sinkCSV(to).collect();
