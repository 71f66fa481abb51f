"""A folder for installing the Excel add-in offline on Windows: wheels, and a script to double-click."""
