"""Files of many orders.

Nothing here touches a chain: files go in; orders, and faults that say where they are, come out.

- order_file: a file of orders, told apart by how its name ends
- csv_rows, json_rows, parquet_rows: from each format to a table
- table: rows of named cells
- rows: from a row to an order
- faults: what is wrong with a file, row by row
- recorded: which orders are in a round already
"""
