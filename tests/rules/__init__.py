"""One module of cases a topic; ``test_cases_complete`` runs them all and sees that no rule lacks one."""
