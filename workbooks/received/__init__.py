"""What organisers hand in, as it arrives: folders, zips, packages, loose annexes, workbooks, and what is none of these."""
