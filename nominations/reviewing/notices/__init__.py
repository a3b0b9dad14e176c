"""Letters to the committee. None carries a candidate's name or anything of a file: counts, groups, dates, and a link."""
