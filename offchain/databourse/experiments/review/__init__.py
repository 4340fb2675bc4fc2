"""What reports about papers are made of: claims with verdicts, sections, and Markdown."""
