# What a plan promises, and what a simulation needs.
plan-promise-plan = Everything holds
plan-promise-phase = Phase { $phase } is done by { $at }
plan-promise-phase-open = Phase { $phase } is done
plan-promise-gate = What { $task } waits for is done by { $at }
plan-promise-joint = { $tasks } { $point ->
    [start] start
   *[end] end
} together, by { $at }
plan-promise-due = { $task } is done by { $at }
plan-promise-limit = { $field } still holds ({ $tasks })
plan-simulate-unplaced = No task has a time. Solve the plan first, or give its tasks times.
plan-simulate-runs = A simulation has 1 to { $most } runs.
