"""What is kept: the database, its tables, and one file of functions per kind of record.

Functions take an open connection first and never begin or commit: only entry points do.
"""
