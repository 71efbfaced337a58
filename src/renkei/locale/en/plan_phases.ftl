# Phases, their gates and exit criteria.
plan-item-phase = { $task } belongs to the phase { $into }, which begins once { $phase } is complete: { $of } must have ended.
plan-unknown-phase = There is no phase { $phase }.
plan-phase-circle = The phases go round in a circle: { $phases }. None of them could ever begin.
plan-decision-answer = A decision point has different answers, and what is decided is one of them. { $decision } has: { $answers }.
plan-document-phase-circle = The phases go round in a circle: { $phases }. None of them could ever begin.
plan-document-phase-exit = { $task } belongs to the phase { $own }, which comes after { $phase }; so its end cannot complete { $phase }.
plan-document-branch-task = “{ $task }” is a task, and a name of a branch is expected. For a branch of this task alone, write [{ $task }].
