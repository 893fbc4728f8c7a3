"""The guide's five rules on an orders CSV with pandas."""
import string
import sys
from datetime import datetime, timezone

import pandas

orders = pandas.read_csv(sys.argv[1])
orders = orders[(orders.status == "completed") & orders.customer_email.str.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+")].copy()
orders["product_name"] = orders.product_name.map(string.capwords)
orders["total_price"] = (orders.quantity * orders.price).round(2)
orders["processed_timestamp"] = datetime.now(timezone.utc).isoformat()
orders.to_csv(sys.argv[2], index=False)
