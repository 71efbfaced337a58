# The screen: shell, synchronisation matrix, request desk, log, link, sign-in.

## Everywhere
web-comma = {", "}
web-or = {" or "}
web-none = none
web-never = never
web-loading = Loading …
web-failed = This cannot be shown
web-try-again = Try again
web-back = Back
web-close = Close
web-open = Open
web-save = Save
web-start = Start
web-remove = Remove
web-choose = Choose …
web-required = required
web-unit = Unit
web-show = Show
web-sort = Sort by
web-found = { $n ->
    [0] Nothing found
    [one] { $n } found
   *[other] { $n } found
}
web-window = { $from } to { $to }
web-length-minutes = { $minutes } min
web-length-hours = { $hours } h
web-length-both = { $hours } h { $minutes } min
web-age-seconds = { $n } s
web-age-minutes = { $n } min
web-age-hours = { $n } h
web-age-days = { $n } d
web-error-unreachable = The own node cannot be reached. It may be starting, or the network to it is down.
web-error-server = The node answered with fault { $status }.
web-error-page = The page could not be read from the node.
web-not-released = not released
web-untranslated = not translated
web-translated-machine = machine translation
web-messages = Messages
web-skip = Skip to the content
web-only-roles = Only the { $roles } may do this.
web-moment-unread = Write H+28, H+7:30, a date-time group such as 101530Z FEB 26, or local time as 2026-02-11 09:30.
web-hour-less = { $field }: one hour earlier
web-hour-more = { $field }: one hour later
web-moment-missing = Say when.

## Nations and roles
web-nation-USA = United States
web-nation-JPN = Japan
web-nation-KOR = Republic of Korea
web-nation-AUS = Australia
web-nation-PHL = Philippines
web-nation-GBR = United Kingdom
web-nation-tag-USA = USA
web-nation-tag-JPN = JPN
web-role-watch_officer = watch officer
web-role-planner = planner
web-role-liaison_officer = liaison officer
web-role-release_officer = release officer
web-role-commander = commander
web-role-administrator = administrator
web-role-exercise_controller = exercise controller
web-role-node = node

## Frame
web-page-matrix = Synchronisation matrix
web-page-map = Map
web-page-requests = Request desk
web-page-log = Log
web-page-link = Links
web-page-matrix-short = Matrix
web-page-map-short = Map
web-page-requests-short = Requests
web-page-log-short = Log
web-page-link-short = Link
web-main-navigation = Pages
web-language = Language
web-theme = Theme
web-theme-night = Night
web-theme-day = Day
web-theme-contrast = High contrast
web-sign-out = Sign out
web-marking = Marking
web-marking-exercise = EXERCISE
web-marking-unclassified = UNCLASSIFIED
web-marking-releasable = RELEASABLE TO { $nations }
web-marking-own = { $nation } ONLY
web-marking-count = { $n } of { $total } entries releasable to { $nation }
web-clock-paused = exercise clock paused
web-clock-speed = { $n ->
    [1] running
   *[other] running, { $n } times
}
web-exercise-controls = Exercise controls
web-exercise-next = Next inject
web-exercise-pause = Pause
web-exercise-run = Run
web-looking-at = Looking at { $moment }
web-back-to-now = Back to now
web-badge-conflicts = { $n ->
    [one] { $n } conflict
   *[other] { $n } conflicts
}
web-badge-requests = { $n ->
    [one] { $n } request needs attention
   *[other] { $n } requests need attention
}
web-badge-links = { $n ->
    [one] { $n } link not up
   *[other] { $n } links not up
}
web-node-lost = Connection to the own node lost; what is shown may be old
web-log-position = Log position { $n }
web-link-up = Linked with { $partner }; last heard { $age } ago
web-link-down = Link to { $partner } down for { $duration }; { $waiting ->
    [0] nothing waits to be sent
    [one] { $waiting } event waits to be sent
   *[other] { $waiting } events wait to be sent
}
web-link-halted = Stream of { $partner } halted for { $duration }; a person must look at it
web-link-never = Never linked with { $partner } yet

## Palette and shortcuts
web-palette = Command palette
web-palette-short = Find or do
web-palette-hint = Find a page, act, task, request, unit or place
web-palette-none = Nothing found. Try other words, in either language.
web-palette-page = Page
web-palette-act = Act
web-palette-task = Task
web-palette-request = Request
web-palette-unit = Unit
web-palette-place = Place
web-shortcuts = Keyboard shortcuts
web-single-keys = Single-key shortcuts
web-single-keys-hint = Switch off if you dictate or if single keys are in your way; Ctrl keys and arrow keys keep working.
web-keys-everywhere = Everywhere
web-keys-matrix = Matrix
web-keys-requests = Request desk
web-key-palette = Command palette
web-key-sheet = This sheet
web-key-matrix = Go to the matrix
web-key-map = Go to the map
web-key-requests = Go to the requests
web-key-log = Go to the log
web-key-link = Go to the links
web-key-walk = From bar to bar
web-key-move = Move an own task one unit; on a partner's task, prepare a request
web-key-open = Read the selected task
web-key-menu = Menu of the bar
web-key-next-conflict = Next conflict
web-key-zoom-in = Zoom in
web-key-zoom-out = Zoom out
web-key-fit = Whole plan
web-key-new-task = New task
web-key-edit = Edit the own task
web-key-propose = Prepare a request on the partner's task
web-key-cancel = Cancel the own task
web-key-check = Check the plan
web-key-inspector = Show or hide the panel
web-key-undo = Undo
web-key-new-request = New request

## Matrix
web-matrix-label = Synchronisation matrix
web-matrix-hint = Arrow keys go from bar to bar, Shift with left or right moves a task, Enter reads it, question mark lists all keys.
web-axis-label = Time
web-axis-phases = Phase
web-axis-h = H-hour = { $moment } { $zone }
web-axis-local = Local ({ $zone })
web-axis-zulu = Zulu
web-axis-lines = Lines
web-axis-decisions = Decision points
web-h-hour = H-hour
web-now = Now
web-now-at = Now { $moment }
web-looking = Looked at { $moment }
web-decision-at = Decision point { $name }: { $moment }
web-tools = Matrix tools
web-filter = Filter tasks
web-scale = Scale
web-planning = Plan
web-zoom-in = Zoom in
web-zoom-out = Zoom out
web-fit = Whole plan
web-print = Print
web-legend = Legend
web-legend-now = now
web-legend-looking = moment looked at (double-click the axis)
web-legend-due = due time
web-legend-ghost = proposed, not agreed
web-inspector = Panel
web-count-tasks = { $n ->
    [one] { $n } task
   *[other] { $n } tasks
}
web-count-conflicts = { $n ->
    [0] No conflicts
    [one] { $n } conflict
   *[other] { $n } conflicts
}
web-owner = Owner
web-owner-own = { $nation }, ours
web-owner-partner = { $nation }, partner's
web-status = Status
web-status-planned = planned
web-status-on_call = on call
web-status-committed = committed
web-status-executing = executing
web-status-done = done
web-status-cancelled = cancelled
web-in-conflict = in conflict
web-late-by = late by { $length }
web-at-risk = at risk
web-not-scheduled = not scheduled
web-timeless = { $task }: time not released
web-grant-none = needs { $request }, not asked yet
web-grant-asked = hangs on { $request }, not yet granted
web-grant-granted = { $request } granted
web-grant-refused = { $request } was refused
web-grant-state-none = not asked yet
web-grant-state-asked = asked, not yet granted
web-grant-state-granted = granted
web-grant-state-refused = refused
web-ghost = Proposal for { $task } by { $by }
web-ghost-label = { $request }: proposed
web-ghost-draft = wish
web-ghost-by = proposed by { $by }
web-option = option looked at
web-draft = this draft
web-option-of = Option for { $task }
web-due-at = due { $moment }
web-nothing-selected = No task selected
web-nothing-selected-hint = Choose a bar, or press C for the next conflict.
web-tab-task = Task
web-tab-conflicts = Conflicts
web-tab-repair = Options
web-tab-changes = Changes
web-end = End
web-length = Length
web-earliest = Not before
web-due = Due
web-uses = Uses
web-after = After
web-answers = Answers request
web-needs-grant = Hangs on request
web-released-to = Released to
web-released-here = this headquarters, by { $nation }
web-own-only = nobody: own headquarters only
web-proposals = Proposed times
web-partner-task-hint = This task is the partner's. Nobody here can change it; you can ask by a request.
web-prepare-request = Prepare a request …
web-edit-task = Edit …
web-edit-task-of = Edit { $task }
web-commit-task = Commit
web-report-task = Report …
web-cancel-task = Cancel task
web-cancel-task-ask = Cancel { $task }? It stays in the log and can be taken back.
web-task-menu = Acts on { $task }
web-task-closed = The task is { $status }.
web-already-committed = It is committed already.
web-commit-needs-grant = It cannot be committed before { $request } is accepted.
web-moved = { $task } is now { $window }
web-undo = Undo
web-undo-none = There is nothing of yours to take back.
web-undone = Change of { $task } taken back
web-cancelled = { $task } cancelled
web-committed = { $task } committed
web-adopted = { $n ->
    [one] { $n } task got its new time
   *[other] { $n } tasks got their new times
}

## Conflicts, solving, repair
web-check = Check
web-check-plan = Check the plan
web-check-fine = The plan holds: no conflict found.
web-check-conflicts = { $n ->
    [one] The plan does not hold: { $n } conflict.
   *[other] The plan does not hold: { $n } conflicts.
}
web-check-why = Check, to read why
web-check-undecided = Time ran out before the engine was sure.
web-check-outdated = The plan changed after this check. Check again.
web-way-not-alone = Further conflicts remain after it.
web-way-answer = Prepare this answer
web-adopt-nothing-own = It moves none of our tasks.
web-option-committed = Moves committed tasks: { $tasks }. The commander decides.
web-name-not-released = (name not released)
web-lane-no-unit = Without a unit
web-next-conflict = Next conflict
web-no-conflicts = No conflict known
web-no-conflicts-hint = Check the plan to be sure.
web-why-conflict = Why it cannot work
web-smallest-set = { $n ->
    [one] One fact alone causes it:
   *[other] These { $n } facts together cause it; without any one of them it would work:
}
web-ways-out = Ways out, each enough alone
web-ways-none = No single change of one owner resolves it.
web-who-agrees = { $nations } must agree
web-cost-later = { $length } later
web-cost-earlier = { $length } earlier
web-way-apply = Do this
web-way-request = Prepare request to { $nation } …
web-way-other = For { $nations } to decide.
web-proved = Proved again by a fresh solve in { $seconds } s.
web-not-proved = Not proved yet ({ $seconds } s).
web-job-check = Checking the plan, { $seconds } s
web-job-solve = Solving, { $seconds } s
web-job-repair = Looking for repairs, { $seconds } s
web-job-found = · { $found } found, best { $objective }, bound { $bound }
web-job-cancel = Stop
web-job-failed = The job failed; the plan is unchanged.
web-solve = Solve …
web-solve-hint = Looks for times for own tasks. The partner's tasks stay where they are. Nothing changes until you adopt the result.
web-solve-scope = Which tasks
web-solve-all = All own tasks that are not committed
web-solve-one = Only { $task }
web-limit-seconds = Time limit in seconds
web-limit-range = Between 1 and 600 seconds.
web-solved = A verified schedule
web-solved-cancelled = The best verified schedule so far (stopped)
web-solve-none = No schedule was found in this time. Check the plan for the reason, or give more time.
web-verified = verified
web-repair = Repair …
web-repair-explain = Looks for the fewest changes of own tasks that bring the plan back in step. The partner's tasks are never moved.
web-repair-what = What slipped
web-repair-reported = What has been reported late
web-repair-unit = Unit { $unit }
web-repair-task = Task { $task }
web-delay-hours = Late by, in hours
web-delay-missing = Say by how many hours it is late.
web-repair-empty = No options yet
web-repair-hint = After a slip, let the engine look for the repair with the fewest moves, or for a whole schedule.
web-repair-none = No repair was found that keeps every rule.
web-moves = { $n ->
    [0] moves nothing
    [one] moves { $n } task
   *[other] moves { $n } tasks
}
web-misses = { $n ->
    [0] meets every due time
    [one] misses { $n } due time
   *[other] misses { $n } due times
}
web-miss = { $task } ({ $nation }) is due { $due } and ends { $end }: { $length } late
web-certified = fewer moves proved impossible
web-option-at-risk = At risk if taken:
web-show-on-matrix = Show on the matrix
web-adopt = Adopt

## Shared places
web-capacity-show = Shared place
web-capacity-close = Close the strip
web-capacity-choose = Shared place
web-capacity-title = Use of { $place }
web-capacity-owner = { $n } at once; owner { $nation }
web-capacity-over = { $window }: { $need } asked for, { $capacity } there ({ $tasks })
web-capacity-of = { $need } of { $capacity }
web-capacity-hidden = { $n } not released
web-capacity-fine = Never more asked for than there is.

## What changed
web-version = { $moment }, log position { $position }
web-changes-none = Nothing changed since you came
web-changes-hint = When the plan changes, on either side, the difference is listed here.
web-changes-from = From
web-changes-to = To
web-changes-count = { $n ->
    [0] No task differs
    [one] { $n } task differs
   *[other] { $n } tasks differ
}
web-change-added = new
web-change-gone = no longer there

## Forms of tasks
web-new-task = New task
web-field-id = Identifier
web-field-status = Status
web-name-en = Name, English
web-name-ja = Name, Japanese
web-name-hint = One language is enough; the other shows the original until somebody translates it.
web-length-h = Length in hours
web-start-hint = Leave empty to let the solver find a time.
web-id-missing = Give it an identifier.
web-id-taken = { $id } exists already.
web-name-missing = Name it in at least one language.
web-hours-range = Between a quarter of an hour and { $most } hours.
web-due-before-earliest = It is due before it may start.
web-start-before-earliest = It starts before it may.
web-end-after-due = It would end after it is due. You may save it; the check will say so.
web-use-of = Use { $n }
web-quantity = Quantity
web-add-use = Add a unit or place
web-add-after = Add a task that must end before
web-relabel = Change the release
web-relabel-hint = Otherwise the task stays released as it was.
web-release = Release
web-release-to = Releasable to { $nation }
web-release-none = Nobody outside this headquarters will see it.
web-withhold = Keep back these fields:
web-preview = What the partner will see
web-preview-incomplete = Fill in the form first.
web-preview-refused = The node would refuse this:
web-preview-sees = { $nation } will see
web-preview-carried = Once carried, { $nation } will see
web-preview-nothing = Nothing.
web-preview-removed = Kept back
web-preview-whole = everything
web-field-task = Task
web-field-name = Name
web-field-owner = Owner
web-field-lane = Unit
web-field-duration = Length
web-field-duration_min = Length (min)
web-field-likely_min = likely (min)
web-field-start = Start
web-field-end = End
web-field-earliest = Not before
web-field-due = Due
web-field-uses = Uses
web-field-after = After
web-field-at = Places
web-field-place = Place
web-field-phase = Phase
web-field-priority = Priority
web-field-answers = Answers request
web-field-needs_grant = Hangs on request
web-field-grant = Grant
web-field-rel_to = Released to
web-field-request = Request
web-field-content = Content
web-field-need = Need
web-field-channel = Channel
web-field-asker = Asked by
web-field-provider = Asked of
web-field-quantity = Quantity
web-field-source = as written
web-field-value = value
web-field-unit = unit
web-field-bound = bound
web-field-by = Needed by
web-field-asks = Asks for
web-field-resource = Asset
web-field-for_task = For task
web-field-move = Wished time
web-field-effect = Effect
web-field-verb = Act
web-field-terms = Terms
web-field-total = Total there
web-field-otherwise = Otherwise
web-field-condition = Condition
web-field-note = Note
web-field-mode = Mode
web-field-modes = Modes
web-field-report = Report
web-field-based_on = Based on
web-report-what = What happened
web-report-started = It began
web-report-finished = It ended
web-report-delayed = It will be later
web-report-at = When
web-report-expected = Now expected
web-report-send = Report

## Requests
web-new-request = New request
web-filter-requests = Filter requests
web-show-all = All
web-show-ours = Needs us
web-show-open = Open
web-show-register = Register
web-sort-listed = order of arrival
web-sort-priority = priority
web-sort-by = needed by
web-sort-state = state
web-state-drafted = draft
web-state-registered = registered
web-state-sent = asked
web-state-offered = offered
web-state-countered_by_provider = countered
web-state-countered_by_asker = countered back
web-state-accepted = accepted
web-state-committed = committed
web-state-reported = reported
web-state-declined = declined
web-state-offer_withdrawn = offer withdrawn
web-state-withdrawn = withdrawn
web-state-crossed = crossed
web-verb-request = Send
web-verb-amend = Change
web-verb-offer = Offer
web-verb-counter = Counter
web-verb-accept = Accept
web-verb-decline = Decline
web-verb-withdraw = Withdraw
web-verb-commit = Commit
web-verb-report = Report
web-our-turn = our turn
web-by = by { $moment }
web-crossed = crossed
web-crossed-title = Two acts passed each other: neither side had seen the other's.
web-crossed-must = What each side must do:
web-crossed-same = Both headquarters see this same state.
web-duplicate-offered = duplicate?
web-duplicate-offered-title = May be the same need as
web-duplicate-confirmed-title = A person confirmed: the same need as
web-duplicate-dismissed-title = A person decided: not the same need as
web-duplicate-confirm = Same need
web-duplicate-dismiss = Not the same
web-requests-none = No requests
web-requests-none-hint = Requests across the border and needs from outside appear here.
web-requests-filtered = No request fits the filter
web-request-detail = Request
web-request-choose = No request chosen
web-request-choose-hint = Choose one from the list.
web-request-at-risk = What was promised is at risk
web-asker = Asked by
web-provider = Asked of
web-channel = Came by
web-place = Place
web-needed-by = Needed by
web-wanted-window = Wanted
web-asks = Asks for
web-asset = Asset or place
web-move-wish = Wished time
web-move-wish-of = Wished time of { $task }
web-for-task = For own task
web-effect = Effect wanted
web-priority = Priority
web-priority-short = P{ $n }
web-priority-of = { $n } (1 is highest)
web-priority-hint = 1 is highest, 5 lowest.
web-priority-range = Between 1 and 5.
web-source-form = (as written: { $source })
web-facts = Facts
web-terms = Terms
web-terms-what = What
web-terms-quantity = How many
web-terms-window = When
web-terms-from = From
web-terms-until = Until
web-terms-total = Total there, in the window
web-terms-total-hint = For a place: all stands in the window, not only the extra ones.
web-terms-otherwise = Otherwise
web-terms-otherwise-hint = For a place: how many outside the window.
web-terms-condition = Condition
web-condition-en = Condition, English
web-condition-ja = Condition, Japanese
web-window-ends-first = The window ends before it begins.
web-history = History
web-history-hint = Both headquarters have these acts, in this order.
web-recorded-at = recorded { $moment }
web-late-arrival = arrived late
web-what-next = What can be done now
web-nothing-to-do = Nothing at present.
web-verb-not-now = This is no longer possible as the request stands.
web-answer-drafted = Prepared by a { $author }: { $verb }
web-carry = Carry across …
web-draft-answer = Prepare an answer …
web-draft-answer-of = Prepare an answer to { $request }
web-answer-verb = Answer
web-answer-saved = Answer to { $request } prepared; a liaison officer carries it
web-act-of = { $verb }: { $request }
web-act-sent = { $request }: { $verb } recorded
web-accept-hint = You accept the terms as they stand. The commander of the provider commits them afterwards.
web-commit-hint = You bind { $nation } to the agreed terms.
web-amend-what = What changes
web-note-en = Note, English
web-note-ja = Note, Japanese
web-save-draft = Save draft
web-draft-and-send = Save and send
web-draft-hint = A draft stays here. A liaison officer carries it across; then the partner sees what is shown below.
web-request-drafted = Draft { $request } saved
web-request-sent = { $request } sent
web-need-en = Need, English
web-need-ja = Need, Japanese
web-need-hint = One language is enough; the structured fields read in both.
web-need-missing = Say what is needed, in at least one language.
web-effect-en = Effect wanted, English
web-effect-ja = Effect wanted, Japanese
web-effect-hint = What it is to achieve, so that another asset can be offered.
web-bound = How exact
web-value = Value
web-unit-of = Unit
web-bound-name-exact = exactly
web-bound-name-about = about
web-bound-name-at_least = at least
web-bound-name-at_most = at most
web-unit-name-people = people
web-unit-name-vehicles = vehicles
web-unit-name-meals = meals
web-unit-name-items = items
web-unit-name-m3 = m³
web-unit-name-parking = parking stands
web-party-kochi = Kochi Prefecture
web-party-wakayama = Wakayama Prefecture
web-party-tokushima = Tokushima Prefecture
web-party-miyazaki = Miyazaki Prefecture
web-party-oita = Oita Prefecture
web-channel-prefecture = prefecture
web-channel-embassy = embassy
web-translate = Translate …
web-translation-original = original
web-translation-human = translated by a person
web-translation-machine = machine translation, not checked
web-translation-none = not translated
web-translation-text = Translation, { $language }
web-translation-save = Save translation
web-translated-saved = Translation of { $request } saved
web-propose-title = Ask for another time of { $task }
web-propose-hint = The partner's task stays as it is. This prepares a request; the ghost on the matrix shows the wish.
web-propose-need = Please move { $task } ({ $name }) to { $from } to { $to }.

## Log
web-filter-log = Search the log
web-log-area = Area
web-area-all = all
web-area-plan = plan
web-area-requests = requests
web-area-release = release
web-area-forces = units and places
web-area-watch = watch and links
web-area-claims = figures
web-area-picture = picture
web-log-list = List
web-log-list-own = Own order
web-log-list-shared = Shared with the partner
web-log-shared-hint = What both headquarters have, in the same order on both. What came late stands where it belongs and is marked.
web-log-number = No.
web-log-valid = True at
web-log-origin = By
web-log-what = What happened
web-log-author = Role
web-log-release = Release
web-log-recorded = Recorded
web-log-received = received
web-log-shared = to { $nations }
web-log-withheld = own only
web-log-none = Nothing found
web-log-none-hint = No entry fits the search.
web-log-shown = { $n } of { $total } entries
web-log-shown-so-far = { $n } entries found so far; there are more to search
web-log-more = Show older entries
web-export = Export { $form }

## Links
web-link-state-up = up
web-link-state-down = down
web-link-state-halted = halted
web-link-state-never = never up
web-link-halted-hint = What arrived does not fit what came before. Nothing of it is taken until a person has looked; nothing is overwritten.
web-figure-since = In this state for
web-figure-since-up = link up
web-figure-since-down = link not up
web-figure-heard = Last heard
web-figure-heard-hint = ago, anything at all
web-figure-sent = Sent
web-figure-sent-hint = events the partner has confirmed
web-figure-received = Received
web-figure-received-hint = events of { $nation } in our log
web-figure-waiting = Waiting
web-figure-waiting-hint = released, not confirmed yet
web-figure-withheld = Kept back
web-figure-withheld-hint = own events the partner has not had; only we see this figure
web-outages = Outages
web-outages-none = No outage so far.
web-outage-from = From
web-outage-until = Until
web-outage-length = Length
web-outage-reason = Reason
web-outage-goes-on = still down
web-own-log = Own node
web-stream-opening = opening the stream
web-stream-open = screen is up to date
web-stream-lost = screen has lost the node
web-figure-events = Events
web-figure-events-hint = in the log
web-figure-position = Position
web-figure-position-hint = newest entry
web-figure-unapplied = Not understood
web-figure-unapplied-hint = events kept but not applied
web-digest = Digest
web-no-partners = No partner is joined
web-no-partners-hint = The administrator joins one on the command line.

## Sign-in
web-sign-in = Sign in
web-motto = Two headquarters, one synchronised plan
web-sign-in-where = Node at { $address }
web-user = User
web-password = Password
web-sign-in-hint = Accounts are made by the administrator of this headquarters.
web-password-choose = Choose a new password…
web-password-keep = Keep the present password
web-password-new = New password
web-password-new-hint = At least { $least } characters; a sentence is good. No digits or signs are required.
web-password-again = New password, once more
web-password-differs = The two do not match.
web-password-set = Change the password and sign in
