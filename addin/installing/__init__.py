"""Installing the Excel add-in for one user, taking it away, and saying what keeps it from working. Windows and Mac."""
