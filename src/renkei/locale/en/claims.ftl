# Figures that were stated.
claims-agree = The figures agree.
claims-conflicting = The figures contradict each other: { $figures }. Both are kept; nobody has decided.
claims-factor = The figures differ by a factor of { $factor }: check 万 and 億. { $figures }
claims-subject-length = The subject is empty or longer than { $most } characters.
claims-figure-length = The figure is longer than { $most } characters.
claims-no-number = No number can be read in “{ $figure }”.
