# Phases, their gates and exit criteria.
plan-item-phase = { $task } belongs to the phase { $into }, which begins once { $phase } is complete: { $of } must have ended.
plan-unknown-phase = There is no phase { $phase }.
plan-phase-circle = The phases go round in a circle: { $phases }. None of them could ever begin.
plan-decision-answer = A decision point has different answers, and what is decided is one of them. { $decision } has: { $answers }.
plan-document-phase-circle = The phases go round in a circle: { $phases }. None of them could ever begin.
plan-document-phase-exit = { $task } belongs to the phase { $own }, which comes after { $phase }; so its end cannot complete { $phase }.
plan-phases-large = The phases would make more than { $most } orders between two tasks. Name the few tasks whose ends complete each phase (exit: tasks).
plan-document-phases-large = The phases would make more than { $most } orders between two tasks. Name the few tasks whose ends complete each phase (exit: tasks).
plan-document-branch-task = “{ $task }” is a task, and a name of a branch is expected. For a branch of this task alone, write [{ $task }].

# Decision points and their branches.
plan-branch = { $reason ->
    [decided] { $decision } is decided: { $answer }.
    [assumed] { $decision } is assumed: { $answer }.
   *[first] { $decision } is open, and the plan takes its first answer, { $answer }; --assume { $decision }=ANSWER takes another.
} { $count ->
    [0] Nothing is left out.
   *[other] Left out: { $tasks }.
}
plan-option = { $decision } = { $answer }: { $state ->
    [yes] the plan can be done.
    [no] the plan cannot be done.
   *[unknown] time ran out before that was known.
}
plan-options-most = The first { $most } of { $count } answers to open decisions are judged.
plan-assume-decision = There is no decision point { $decision } with branches; the plan has: { $known }.
plan-assume-answer = { $answer } is no answer to { $decision }; it has: { $answers }.
plan-assume-decided = { $decision } is decided: { $decided }. Nothing else can be assumed.
plan-not-judged = Not judged, since no plan shows it: { $measures }.

# The execution and the decision-support matrix.
plan-matrix-number = No.
plan-matrix-offset = Time
plan-matrix-zulu = Zulu
plan-matrix-local = Local
plan-matrix-event = What
plan-matrix-id = ID
plan-matrix-name = Name
plan-matrix-units = Unit
plan-matrix-place = Place
plan-matrix-nation = Nation
plan-matrix-waits_for = Waits for
plan-matrix-status = Status
plan-matrix-answer = Answer
plan-matrix-criteria = Exit criteria
plan-matrix-part = Part
plan-matrix-trigger = Trigger, phase
plan-matrix-who = Decided or stated by
plan-matrix-options = Options
plan-matrix-hanging = Needs it by
plan-matrix-tasks = Exit tasks
plan-matrix-after = After
plan-matrix-opens = Opens
plan-matrix-chance = Chance
plan-execution-title = Execution matrix
plan-decision-title = Decision-support matrix
plan-event-start = starts
plan-event-end = ends
plan-event-gate = phase gate
plan-event-decision = decision point
plan-waits-task = { $id }
plan-waits-phase = phase { $id }
plan-waits-decision = decision { $id }
plan-waits-request = request { $id }
plan-gate-criteria = to be evidenced: { $criteria }
plan-gate-opens = opens { $phases }
plan-decision-decided = decided: { $answer }
plan-decision-open = open; planned as: { $answer }
plan-option-taken = { " " }(planned)
plan-option-continue = continue
plan-hanging-hours = { $task } { $hours } h
plan-hanging-minutes = { $task } { $minutes } min
plan-hanging-both = { $task } { $hours } h { $minutes } min
