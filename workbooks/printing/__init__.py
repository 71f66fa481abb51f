"""The stamp-ready package: annexes as PDF and clean xlsx, reports, fonts."""
