# Refusals: whose task or unit, what it hangs on, what it would break.
plan-partner-task = { $task } belongs to { $owner }. Its own headquarters decides about it; ask by a request.
plan-partner-unit = { $resource } belongs to { $owner }. Its own headquarters tasks it; ask by a request.
plan-partner-constraint = The constraint { $constraint } was set by the other side, which alone can take its part back. It binds nothing of yours unless you set it too.
plan-constraint-not-own = The constraint { $constraint } binds nothing of your own. Ask the owner by a request.
plan-constraint-differs = The other side set another constraint under the name { $constraint }. Set the same one to agree, or choose another name.
plan-already-started = The plan { $plan } has been started.
plan-already-committed = { $task } is committed already.
plan-id-length = An identifier has 1 to { $most } characters.
plan-id-taken = The identifier { $id } is taken.
plan-tasks-most = A plan has at most { $most } tasks.
plan-named-most = { $task } names more than { $most } resources, places, modes or tasks.
plan-name-empty = { $task } needs a name in at least one language.
plan-duration = The duration of { $task } does not make sense: least, likely and most in this order, at most { $most } minutes.
plan-quantity = A quantity or capacity lies between 0 and { $most }.
plan-period = A period ends after it starts.
plan-unknown-task = There is no task { $task }.
plan-unknown-resource = There is no resource { $resource }.
plan-unknown-constraint = There is no constraint { $constraint }.
plan-start-past = { $task } cannot be put into the past.
plan-not-scheduled = { $task } has no time yet; give it one before you commit it.
plan-task-closed = { $task } cannot be changed any more: it is { $status ->
    [executing] under way
    [done] done
   *[cancelled] cancelled
}.
plan-committed-held = { $task } is committed. Only the commander changes a committed task.
plan-grant-missing = { $task } hangs on request { $request }, which is { $state ->
    [asked] not answered yet
    [refused] declined
    [withdrawn] withdrawn
   *[none] not sent yet
}. It can be committed once the request is accepted.
plan-commit-broken = { $tasks }: the time does not hold ({ $field }, short by { $by }, at { $at }). Mend the plan before you commit.
plan-adopt-broken = The schedule breaks { $field } ({ $tasks }, short by { $by }, at { $at }). It is not adopted.
plan-adopt-duration = The schedule gives { $task } another length than the plan does.
plan-no-such-way = { $task } cannot be done in that mode at that place.
plan-talk-not-agreed = The talk { $request } about a joint plan is not agreed, or another replaced it. Nothing was adopted.
plan-sequence-needed = { $resource } takes one at a time, and { $other } of { $owner } is there then. Agree on a sequence first: both owners accept it, neither is ordered.
plan-sequence-not-shared = { $task } does not use { $resource }.
plan-sequence-not-own = Neither task of this sequence on { $resource } is yours.
plan-report-not-now = “{ $report ->
    [started] Started
    [finished] Finished
   *[delayed] Delayed
}” cannot be reported of { $task }: it is { $status ->
    [planned] planned
    [on_call] on call
    [committed] committed
    [executing] under way
    [done] done
   *[cancelled] cancelled
}.
plan-report-future = What has not happened yet cannot be reported of { $task }.
plan-report-before-start = { $task } cannot end before it started.
plan-undo-report = A report of { $task } is a fact and stays; record a correction instead.
plan-stale = { $object } has changed since you looked. Look again and retry.
plan-solver-died = The solver ended without an answer. The plan is unchanged; try again.
plan-solver-lost = The solver did not answer in time. The plan is unchanged; try again with a longer limit.
plan-repair-needs-now = A repair needs to know what time it is.

# Conflicts: one sentence, then the facts.
plan-conflict-capacity = { $tasks } together need { $needed } of { $resource }; { $available ->
    [1] there is 1
   *[other] there are { $available }
}. Their times leave no room to follow one another.
plan-conflict-out = { $tasks } cannot be done in time: { $resource } is { $available ->
    [0] out
   *[other] down to { $available }
} from { $start } { $ends ->
    [open] until further notice
   *[until] until { $end }
}.
plan-conflict-resources = { $tasks } cannot all be done in time with what there is of { $resources }.
plan-conflict-time = The times of { $tasks } contradict each other.
plan-conflict-authority = { $tasks }: the authority that is needed is missing, and there is no other way.
plan-conflict-stock = { $tasks } take { $needed } of { $stocks }, which is not there in time.
plan-conflict-travel = { $tasks } leave { $units } no time to travel between them.
plan-conflict-on-call = { $tasks } cannot be done in time while { $units } is kept for { $kept }.
plan-conflict-rules = What is demanded of { $tasks } cannot all be kept.
plan-item-due = { $task } must be done by { $at }.
plan-item-earliest = { $task } does not start before { $at }.
plan-item-decision = { $task } waits for a decision and does not start before { $at }.
plan-item-ready = { $resource } is not ready before { $at } ({ $tasks }).
plan-item-delay = { $resource } is late; { $tasks } cannot start before { $at }.
plan-item-late = { $task } is reported late and is not expected before { $at }.
plan-item-after = { $task } comes after { $of }{ $hours ->
    [0] { "" }
   *[other] , at least { $hours } h later
}{ $most ->
    [-1] { "" }
   *[other] , at most { $most } h later
}.
plan-item-chain = { $tasks } follow one another; together they take { $hours } h.
plan-item-together = { $tasks } happen at the same time, at most { $hours } h apart.
plan-item-span = From the first start to the last end of { $tasks } pass at most { $hours } h.
plan-item-sequence = Both owners agreed that { $task } comes after { $of }.
plan-item-gate = { $task } waits until the phase { $phase } is complete ({ $tasks }){ $hours ->
    [0] { "" }
   *[other] , and { $hours } h more
}.
plan-item-same-asset = { $tasks } are served by the same unit.
plan-item-different-asset = { $tasks } are served by different units.
plan-item-authority = { $task } is done under request { $request }, which is { $state ->
    [asked] not answered yet
    [refused] declined
    [withdrawn] withdrawn
    [other] accepted by another nation
   *[none] not sent yet
}; without the acceptance of { $who }, { $units } cannot serve it.
plan-item-coverage = From { $start } to { $end }, { $least } of { $units } are on duty at all times.
plan-item-group = { $tasks } are done together or not at all{ $count ->
    [0] { "" }
   *[other] , and { $missing } cannot be done
}.
plan-item-stock = { $tasks } take { $needed } of { $stock }; at first there are { $initial }{ $supplied ->
    [0] { "" }
   *[other] , { $supplied } come later
}{ $produced ->
    [0] { "" }
   *[other] , tasks add { $produced }
}.
plan-item-store = There is room for { $most } of { $stock }; at first there are { $initial }{ $supplied ->
    [0] { "" }
   *[other] , { $supplied } come later
}{ $produced ->
    [0] { "" }
   *[other] , { $tasks } add { $produced }
}.
plan-item-travel = { $unit } travels between { $tasks } ({ $ways }).
plan-item-on-call = { $task } is on call from { $start } to { $end }; { $units } is kept for it.
plan-item-closed = { $task } cannot use { $place }: { $status ->
    [flooded] flooded
    [debris] blocked by debris
    [damaged] damaged
   *[closed] closed
} from { $start } { $ends ->
    [open] until further notice
   *[until] until { $end }
}.
plan-item-not-during = { $task } does not happen from { $start } { $ends ->
    [open] until further notice
   *[until] until { $end }
}.
plan-item-capacity = { $available ->
    [1] There is 1
   *[other] There are { $available }
} of { $resource }; { $tasks } need { $needed }.
plan-item-out = { $resource } is { $available ->
    [0] out
   *[other] down to { $available }
} from { $start } { $ends ->
    [open] until further notice
   *[until] until { $end }
}; needed: { $needed } ({ $tasks }).
plan-item-window = The times and orders that bind { $task } leave it only the time { $bounds ->
    [both] from { $start } to { $end }
    [end] until { $end }
   *[start] from { $start } on
}; it takes { $hours } h.
plan-item-times = { $count } times and orders leave these tasks no other time.
plan-item-parts = { $count } times and orders leave these tasks only parts of the time from { $start } to { $end }: { $tasks }, { $hours } h in all.
plan-item-overload = From { $start } to { $end } these need { $resource } at least: { $tasks }. That is { $needed } h of use in all; there are only { $available } h.
plan-item-stock-by = By { $at } at the latest, { $tasks } have taken { $needed } of { $stock }; by then there are only { $available }.
plan-item-volume = { $tasks } use { $volume } one at a time, { $hours } h apart.
plan-item-calendar = { $resource } serves at most { $duty } h, then rests for { $rest } h.
plan-item-held-withheld = { $task } holds { $uses } from { $start } to { $end }; why it cannot move is not released.
plan-item-held-partner = { $task } stays from { $start } to { $end } as its owner published it.
plan-item-held-committed = { $task } is committed from { $start } to { $end }.
plan-item-held-executing = { $task } is under way, from { $start } to { $end }.
plan-item-held-done = { $task } was done from { $start } to { $end }.
plan-item-held-kept = { $task } stays from { $start } to { $end }: it is not among the tasks to be placed.
plan-item-held-hold = { $task } is held from { $start } to { $end }.

# Ways out: the least change, its cost, who must agree.
plan-way-due = Let { $task } be done by { $at }, { $hours } h later. { $who } must agree.
plan-way-earliest = Let { $task } start from { $at }, { $hours } h earlier. { $who } must agree.
plan-way-held = Move { $task } to { $at }, by { $hours } h. { $who } must agree.
plan-way-ready = Have { $resource } ready by { $at }, { $hours } h earlier. { $who } must agree.
plan-way-after = Let { $task } start { $hours } h sooner after { $of } than the plan demands. { $who } must agree.
plan-way-authority = Have request { $request } accepted, under which { $task } is done. { $who } must agree.
plan-way-coverage = Have { $least } of { $units } on duty, { $fewer } fewer. { $who } must agree.
plan-way-stock = Have { $extra } more of { $stock } by { $at }. { $who } must agree.
plan-way-store = Have room for { $most } of { $stock }, { $extra } more than now. { $who } must agree.
plan-way-travel = Have { $unit } travel { $hours } h quicker. { $who } must agree.
plan-way-drop = Do without { $field } for { $task }. { $who } must agree.
plan-way-always = Have { $capacity } of { $resource } at all times, also while it is out or reduced now. { $who } must agree.
plan-way-capacity = Have { $capacity } of { $resource }, { $extra } more than now. { $who } must agree.
plan-way-counter = Have { $capacity } of { $resource } from { $start } to { $end } for { $task }, { $otherwise } otherwise ({ $hours } extra unit-hours). { $who } must agree.
plan-place-first = { $task } uses { $place }.
plan-place-instead = { $task } uses { $place }, because { $passed } is { $status ->
    [flooded] flooded
    [debris] blocked by debris
    [damaged] damaged
    [unknown] of unknown state
   *[closed] closed
} or does not serve in time.

# What the adopted times break.
plan-broken-due = { $task } misses its due time by { $hours } h.
plan-broken-capacity = { $tasks } use { $excess } more of { $resource } than there is, from { $at }.
plan-broken-travel = Between { $tasks }, { $hours } h of the time to travel are lacking.
plan-broken-other = { $tasks }: { $field } does not hold, short by { $hours } h.

# Repairs.
plan-repair-in-time = Move { $count ->
    [one] one task
   *[other] { $count } tasks
} ({ $tasks }). No due time is missed.
plan-repair-stopped = Stopped before it was done: moves { $count }, and fewer may do.
plan-repair-stopped-proved = Stopped before the other options: moves { $count }, and fewer are impossible.
plan-repair-late = Move { $count ->
    [one] one task
   *[other] { $count } tasks
} ({ $tasks }). { $missed } misses its due time by { $hours } h.

# Plan documents: what is wrong where.
plan-document-yaml = This is not YAML: { $reason }.
plan-document-alias = References to other parts of the document (*name) are not allowed.
plan-document-large = The document is longer than { $most } characters.
plan-document-deep = The document is nested too deeply.
plan-document-empty = The document is empty.
plan-document-mapping = A mapping (name: value) belongs here.
plan-document-list = A list belongs here.
plan-document-text = A text belongs here.
plan-document-number = “{ $value }” is not a number that can be used here.
plan-document-whole = “{ $value }” is not a whole number of at least { $least }.
plan-document-flag = “{ $value }” is neither true nor false.
plan-document-field = There is no field “{ $field }” here. Known: { $allowed }.
plan-document-missing = The field “{ $field }” is missing.
plan-document-twice = “{ $field }” stands here twice.
plan-document-id = An identifier has at most { $most } characters.
plan-document-choice = “{ $value }” is not one of: { $allowed }.
plan-document-unknown = There is no { $kind ->
    [task] task
    [resource] resource
    [place] place
    [phase] phase
    [branch] branch of a decision point
    [unit] unit
    [stock] stock with a stated amount
   *[decision] decision point
} “{ $id }” in this document.
plan-document-authority = { $unit } belongs to { $owner }; a task of { $nation } cannot use it. Ask for it by a request, and name the request in an authority constraint.
plan-document-duration = “{ $value }” is not a duration in whole minutes, such as 90min, 1.5h, 2d or 1h30min.
plan-document-tick = A tick is at least one minute long.
plan-document-three-points = Three points of a duration stand in the order min, likely, max.
plan-document-time = “{ $value }” is not a time, such as D+12h, H-30min or 2026-11-25T00:00Z.
plan-document-year = The year { $year } is none between { $least } and { $most }.
plan-document-zone = “{ $value }” does not say its time zone.
plan-document-anchor = There is no anchor { $anchor }. Known: { $known }.
plan-document-anchor-name = “{ $anchor }” cannot be the name of an anchor: letters, the first one a capital.
plan-document-clock = “{ $value }” is not a time of day, such as 06:00.
plan-document-tz = There is no time zone “{ $value }”.
plan-document-no-asset = { $task } uses none of the units that are meant here.
plan-document-phase-empty = No task belongs to the phase { $phase }, so it is unknown when its criteria are met. Name the tasks that meet them.
plan-document-hard-only = A constraint of the kind “{ $kind }” always holds; it has no weight.
plan-document-stock = A resource of the kind “{ $kind }” holds no stock: only the kind “stock” does.
plan-document-travel = How long { $unit } takes from { $origin } to { $to } is unknown: state the time, or the speed and both positions.
plan-document-span = A span is [from, until] with the end after the start.
plan-document-sites = Several places with a capacity each are alternatives: write them as modes.
plan-document-kind-unknown = There is no constraint of the kind “{ $kind }”. Known: { $known }.
plan-document-decision-latest = The decision point { $id } has no latest time.

# The command line.
plan-cli-feasible = The plan can be done.
plan-cli-infeasible = The plan cannot be done as it is written.
plan-cli-undecided = Time ran out before it was known whether the plan can be done. Try a longer limit.
plan-cli-conflict = Conflict { $number } of { $count }
plan-cli-because = Smallest set of facts (leave one out and the conflict is gone):
plan-cli-ways = Ways out, each alone enough:
plan-cli-ways-part = Ways out of this conflict (another one remains):
plan-cli-proved = Proved by a fresh solve of these facts alone.
plan-cli-unproved = Not proved to be the smallest set within the limit.
plan-cli-broken = The times as adopted:
plan-cli-unread = The file { $file } cannot be read: { $reason }.
plan-cli-no-schedule = No schedule was found within the limit.
plan-cli-solved = { $tasks } tasks placed and verified in { $seconds } s{ $optimal ->
    [yes] ; no schedule is better
   *[no] ; a better one may exist
}.
plan-cli-left-out = Optional and left out, since there is no room for all: { $tasks }.
plan-cli-working = Searching for schedules
plan-cli-found = { $found } found
plan-table-task = Task
plan-table-name = Name
plan-table-owner = Owner
plan-table-start = Start
plan-table-end = End
plan-table-place = Place
plan-table-mode = Mode
plan-table-due = Due
plan-table-slack = Slack (h)
plan-table-uses = Uses
plan-table-status = Status
plan-table-title = Synchronisation matrix
plan-status-planned = planned
plan-status-on_call = on call
plan-status-committed = committed
plan-status-executing = under way
plan-status-done = done
plan-status-cancelled = cancelled
plan-document-not-own = The document has nothing new of { $nation } to enter; a partner's part is entered by its own headquarters.
