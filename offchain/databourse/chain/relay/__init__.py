"""Carrying signed orders for others: from a folder or an inbox, each judged, each once."""
