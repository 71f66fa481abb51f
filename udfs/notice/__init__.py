"""The dated facts: one parameter file a notice, the plan lists, the title table, the province prefixes."""
