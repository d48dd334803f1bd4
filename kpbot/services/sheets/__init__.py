"""Sheets that people have already (CSV, Excel): what they would change is shown, then applied whole or not at all."""
