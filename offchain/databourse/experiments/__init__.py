"""The published figures and claims of the papers that the mechanisms come from, computed again: one package a paper.

- parts: an experiment is a list of parts, each cut into tasks that run on several cores
- store: the results file, which also lets a run that was interrupted go on
- folder: all parts, topics and figures of one paper, and the folder that a run fills
- figures, review/: what all reports are drawn and written with
- auction/: the double auction for data (WCMC 2022, article 8038846)
- resale/: resale chains with profit reallocation (arXiv 2606.31202)
- learning/: collaborative learning with replication-robust payments (Ohrimenko, Tople, Tschiatschek)
"""
