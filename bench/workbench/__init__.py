"""The coordinator's workbench with 500 mentees and 300 mentors, beside a bare page with as many rows."""
