"""Orders on paper: files of many orders, and orders that were signed to be carried by others.

Nothing here touches a chain: rows and bytes go in; orders, and faults that say where they are, come out.

- order_file: a file of orders in CSV, JSON Lines or Parquet
- csv_rows, json_rows, parquet_rows: from each format to rows of named cells
- rows: from a row to an order
- faults: what is wrong with a file, row by row
- recorded: which orders are in a round already
"""
