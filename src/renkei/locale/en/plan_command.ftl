# What the plan commands say beside plan.ftl.
plan-cli-untimed = { $plan } has no times; it is solved first.
plan-table-new_start = New start
plan-table-new_end = New end
plan-table-shift = Shift (h)
plan-repair-option = Option { $number }: { $goal ->
    [fewest_moves] fewest moves
    [least_lateness] least lateness
   *[other] in between
}{ $certified ->
    [fewest_moves] , proved: fewer moves cannot do it
    [least_lateness] , proved: less lateness cannot be had, nor with fewer moves
    [in_between] , proved to be the best of its kind
   *[no] , not proved to be the fewest
}
plan-repair-miss = { $task } ({ $owner }) misses { $due }: done by { $end }, { $hours } h late.
plan-repair-risk = At risk: { $requests }
plan-repair-nothing = Nothing is hit by it: every time still holds.
plan-repair-none = No repair was found within the limit.
plan-repair-wish = Own moves alone cannot do it. What would do it:
plan-repair-ask = ask { $owner } to move { $task } from { $before } to { $start }
plan-repair-then = then move { $task } ({ $owner }) from { $before } to { $start }
plan-repair-found = { $options } options; { $hit } tasks hit; { $seconds } s.
plan-compare-level = Level
plan-compare-placed = Tasks with a time
plan-compare-broken = Facts broken
plan-compare-urgent_late = Priority 1 late or without a time
plan-compare-grants = Requests not accepted yet
plan-compare-committed_moved = Committed tasks moved
plan-compare-moved = Tasks moved
plan-compare-shift_min = Shift in all (h)
plan-compare-shift_most_min = Largest shift (h)
plan-compare-late = Tasks late
plan-compare-late_min = Lateness (h)
plan-compare-slack_min = Least slack between nations (h)
plan-compare-makespan_min = First start to last end (h)
plan-compare-lateness = Late (h)
plan-compare-fact = Fact
plan-compare-same = The plans are the same.
plan-simulate-working = Playing the plan
plan-simulate-promise = Promise
plan-simulate-chance = Chance (95 % interval)
plan-simulate-p50 = 50 % by
plan-simulate-p80 = 80 % by
plan-simulate-p95 = 95 % by
plan-simulate-deciders = Decided by (share of runs)
plan-simulate-certain = No task has a length of three points, so nothing here is uncertain.
plan-simulate-done = { $runs } runs of { $tasks } tasks, { $uncertain } of them with a length of three points; seed { $seed }.
