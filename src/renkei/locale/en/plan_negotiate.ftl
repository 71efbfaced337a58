# Two parties that agree on a joint plan.
plan-negotiate-joint = { $one } and { $other } agreed on a joint plan in { $count } messages.
plan-negotiate-none = { $one } and { $other } found no joint plan in { $count } messages. Nothing has changed.
plan-negotiate-malformed = A message from { $by } is not for this party, or something in it ends before it starts.
plan-negotiate-going-on = A talk about a joint plan with { $partner } is going on. Stop it first, or wait for its end.
plan-negotiate-working = The engines are talking
plan-negotiate-late = { $nation } misses its own due times by { $hours } h in all, weighted by priority.
plan-negotiate-nations = A negotiation is between two nations; here are: { $nations }. Name two with --between.
plan-negotiate-no-tasks = The document has no task of { $nation }.
plan-negotiate-lost = The engine of { $nation } ended before it answered. Nothing was agreed.
