"""The real DLL of xlwings under Wine, driven as the add-in's VBA drives it. ``make windows`` runs it; the suite does not.

Python itself is a program of ours there (fake_python.c), which ends at once, stays silent or serves: what is looked at is what
the DLL makes of the add-in's command.
"""
