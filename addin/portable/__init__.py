"""A folder from which the Excel add-in is installed without the internet: wheels, a script, a double click. Windows only."""
