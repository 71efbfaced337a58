# Two parties that agree on a joint plan.
plan-negotiate-joint = { $one } and { $other } agreed on a joint plan in { $count } messages.
plan-negotiate-none = { $one } and { $other } found no joint plan in { $count } messages. Nothing has changed.
plan-negotiate-malformed = A message from { $by } is not for this party, or something in it ends before it starts.
plan-negotiate-going-on = A talk about a joint plan with { $partner } is going on. Stop it first, or wait for its end.
