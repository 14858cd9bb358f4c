"""The report of a run: plain values → Jinja → WeasyPrint → PDF/A, with its trail and its signature field."""
