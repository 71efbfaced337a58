# Options side by side, parts of them, slack, and how likely the plan holds.
web-take-move = Take the move of { $task }
web-adopt-part = Adopt { $n } of { $of }
web-adopt-part-hint = Only the ticked moves are taken. The node checks the plan with them and says what would break.
web-adopt-nothing-chosen = Tick at least one move.
web-solved-optimal = proved the best
web-levels = How good it is
web-level-broken_wishes = Wishes not met
web-level-moved = Tasks moved
web-level-places = Places further down their lists
web-level-makespan = Until the last task ends
web-level-starts = All starts together
web-level-proved = proved the least
web-level-bound = at least { $bound }
web-compare = Compare
web-compare-title = Options side by side
web-compare-moves = Tasks moved
web-compare-misses = Due times missed
web-compare-late = Late in all
web-compare-risk = Requests at risk
web-compare-committed = Committed tasks moved
web-compare-certified = Fewer moves proved impossible
web-compare-stays = stays
web-yes = yes
web-no = no
web-slack = Slack
web-slack-none = no bound
web-legend-slack = slack of the selected task: time alone, places not counted
web-tab-chance = Chance
web-simulate = Play the plan
web-simulate-short = Chance
web-job-simulate = Playing the plan, { $seconds } s
web-chance-due = Chance to be in time
web-chance-empty = Not played yet
web-chance-hint = Plays the plan many times with lengths drawn from the estimates, and says how likely each promise holds and which tasks decide it.
web-chance-outdated = The plan changed after this. Play it again.
web-chance-runs = Played { $runs } times; { $uncertain } of { $tasks } tasks have an estimate of least, likely and most.
web-chance-no-estimates = No task has an estimate of its length, so each promise either holds or does not. Give tasks a shortest and a longest length to see more.
web-chance-percent = { $n } %
web-chance-under = under 1 %
web-chance-over = over 99 %
web-chance-between = { $low } to { $high } (95 % interval)
web-chance-ends = Planned { $planned }; done by { $half } in half of the runs, by { $most } in 80 of 100, by { $nearly } in 95.
web-chance-deciders = Decided by
web-chance-share = on the deciding path in { $share } %, length varies by { $spread }
web-chance-holds = holds { $chance }
web-chance-all = Show all { $n }
web-offer = slips by { $length } after what was reported{ $n ->
    [0] .
    [one] , and one more own task with it.
   *[other] , and { $n } more own tasks with it.
}
web-offer-look = Look for repairs
web-offer-aside = Not now
web-left-out = Left out, for what they need does not fit: { $tasks }
web-certified-late = less lateness proved impossible
web-certified-between = proved the best of its kind
web-certified-asked = asking for less proved impossible
web-ask-partner = With the partner’s help
web-ask-moves = asks for { $n ->
    [one] one move
   *[other] { $n } moves
}
web-ask-then = Once the partner has moved its part, look for repairs again; then these own tasks can move:
